OPENQASM 2.0;
include "qelib1.inc";
gate mcx q0,q1,q2,q3 { h q3; p(pi/8) q0; p(pi/8) q1; p(pi/8) q2; p(pi/8) q3; cx q0,q1; p(-pi/8) q1; cx q0,q1; cx q1,q2; p(-pi/8) q2; cx q0,q2; p(pi/8) q2; cx q1,q2; p(-pi/8) q2; cx q0,q2; cx q2,q3; p(-pi/8) q3; cx q1,q3; p(pi/8) q3; cx q2,q3; p(-pi/8) q3; cx q0,q3; p(pi/8) q3; cx q2,q3; p(-pi/8) q3; cx q1,q3; p(pi/8) q3; cx q2,q3; p(-pi/8) q3; cx q0,q3; h q3; }
gate mcphase(param0) q0,q1,q2 { cx q0,q2; rz(-0.075) q2; cx q1,q2; rz(0.075) q2; cx q0,q2; rz(-0.075) q2; cx q1,q2; rz(0.075) q2; crz(0.15) q0,q1; p(0.075) q0; }
qreg q[4];
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
mcx q[0],q[1],q[2],q[3];
mcphase(0.3) q[3],q[1],q[0];