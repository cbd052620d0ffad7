OPENQASM 3.0;
include "stdgates.inc";
/* inputs, an array of them,
   constants and aliases */
input float[64] a;
input angle[32] b;
input array[float[64], 4] p;
const float[64] x = 0.45;
const int n = 4;
qubit[n] q;
ry(2.411) q[0];
rz(2.195) q[0];
ry(1.351) q[1];
rz(0.947) q[1];
ry(1.578) q[2];
rz(1.312) q[2];
ry(2.259) q[3];
rz(1.058) q[3];
cx q[0],q[1];
cx q[1],q[2];
cx q[2],q[3];
rx(1.491) q[0];
rx(1.758) q[1];
rx(2.57) q[2];
rx(1.562) q[3];
rx(2*a - b/2 + π/2) q[0];
cry(a) q[1], q[2];
cp(-b + 0.25) q[0], q[3];
let last = q[-1];
let two = q[0:1] ++ q[3];
ry(a) last;
rz(a*3) two[2];
for int k in [0:n - 1] {
  rx(p[k]) q[k];
  rz(0.5*p[3 - k] + k) q[(k + 1) % n];
}
ctrl @ negctrl @ x q[0], q[2], q[3];
negctrl @ rx(a + b) q[3], q[1];
inv @ s q[2];
ctrl(2) @ inv @ ry(a) q[1], q[3], q[0];
ctrl @ gphase(x) q[0];
inv @ ctrl @ gphase(x) q[0];
ctrl @ p(x) q[0], q[1];
h q[1];
pow(3) @ t q[1];
pow(1.0/2) @ x q[2];
bit[4] c;
c = measure q;
