// Everything that the first view does not need, in one import for the idle moment after it.

import "./consent.js";
import "./ask.js";
import "./review.js";
import "./result.js";
import "./detail.js";
import "./settings.js";
import "./help.js";
