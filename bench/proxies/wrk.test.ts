import { expect, it } from "vitest";
import { parseLoad } from "./wrk";

const REPORT = `Running 5s test @ http://127.0.0.1:4471/
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    14.46ms   26.94ms 165.10ms   85.36%
    Req/Sec    13.54k     6.22k   34.37k    78.00%
  Latency Distribution
     50%  850.00us
     75%   12.41ms
     90%   52.11ms
     99%    1.10s 
  67391 requests in 5.00s, 12.34MB read
  Socket errors: connect 0, read 2, write 0, timeout 1
  Non-2xx or 3xx responses: 4
Requests/sec:  13477.03
Transfer/sec:      2.47MB
`;

it("reads what wrk reports, in its units", () => {
  expect(parseLoad(REPORT)).toEqual({ requestsPerSecond: 13477.03, p50Ms: 0.85, p99Ms: 1100, failed: 7 });
});

it("takes nothing for a figure that is not there", () => {
  expect(parseLoad("unable to connect").requestsPerSecond).toBeNaN();
});
