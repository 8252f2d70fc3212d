/* An accepted command is told by its act, in the words of the journal ("Acknowledged: D-3"). */

import { wordActs } from "./answers.js";
import { factSentence } from "../shared/facts.js";

wordActs(factSentence);
