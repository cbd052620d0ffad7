OPENQASM 2.0;
qreg q[2];
U(0.1,0.2,0.3) q[0];
CX q[0],q[1];
U(pi/3,0,-pi) q[1];
