OPENQASM 3.0;
include "stdgates.inc";
gate g(β) x, y {
  gphase(0.3);
  h x;
  crx(2*β) x, y;
  p(-β) y;
}
qubit[2] first;
qubit second;
ry(2.411) first[0];
rz(2.195) first[0];
ry(1.351) first[1];
rz(0.947) first[1];
ry(1.578) second;
rz(1.312) second;
cx first[0],first[1];
cx first[1],second;
rx(2.259) first[0];
rx(1.058) first[1];
rx(1.491) second;
ctrl @ g(0.4) second, first[0], first[1];
inv @ g(0.4) first[1], second;
ctrl @ pow(3) @ g(0.4) first[0], first[1], second;
negctrl @ inv @ g(0.4) first[1], second, first[0];
