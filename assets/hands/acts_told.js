/* Words for accepted commands, from the journal's sentences ("Acknowledged: D-3"). */

import { wordActs } from "./answers.js";
import { factSentence } from "../shared/facts.js";

wordActs(factSentence);
