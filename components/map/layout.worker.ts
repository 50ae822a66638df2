/**
 * The layout library's own worker: importing it makes this thread listen. Laying out 200 services would hold the page
 * for a fifth of a second. The bundler's loader is asynchronous: what was posted before this line was lost.
 */
import "elkjs/lib/elk-worker.min.js";

self.postMessage("ready");
