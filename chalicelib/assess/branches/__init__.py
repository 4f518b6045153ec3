"""Special programmes that a remedy holds beside its general conditions, one file per family. Pure data and estimates."""
