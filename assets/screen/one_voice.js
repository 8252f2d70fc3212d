/* Only one of several tabs of a screen sounds: the one that holds a browser lock (Web Locks). The
   visible tab takes it over. Without HTTPS there are no locks: then each tab waits a random pause
   and checks what was last played, which all of them can read (sound.js). */

const NAME = "command-center sound";
const forEver = () => new Promise(() => undefined);

let asked = false;
let held = false;

/** @type {(steal: boolean) => void} */
function ask(steal) {
  const hold = () => {
    held = true;
    return forEver();
  };
  navigator.locks.request(NAME, steal ? { steal } : {}, hold).catch(() => {
    held = false; /* another tab took it over: wait until that one closes */
    ask(false);
  });
}

/* Whether this tab may sound. The first question begins the waiting. */
export function hasVoice() {
  if (!navigator.locks) return true;
  if (!asked) {
    asked = true;
    ask(!document.hidden);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !held) ask(true);
    });
  }
  return held;
}

/* Whether the browser itself keeps other tabs silent. */
export const isExact = () => Boolean(navigator.locks);
