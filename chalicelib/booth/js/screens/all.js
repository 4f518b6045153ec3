// Everything that the first view does not need, in one import for the idle moment after it.

import "./consent.js";
import "./ask.js";
import "./review.js";
import "./result.js";
import "./comparison.js";
import "./checklist.js";
import "./detail.js";
import "./settings.js";
import "./voice.js";
import "./help.js";
import "./handover.js";
import "./receive.js";
import "./talk.js";
import "./refer.js";
import "./products.js";
import "./mycase.js";
import "./lessons.js";
import "./lesson.js";
import "./early.js";
import "../words/en.js";
import "../words/plain.js";
import "../../vendor/uqr.mjs";
