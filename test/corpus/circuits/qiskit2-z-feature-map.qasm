OPENQASM 2.0;
include "qelib1.inc";
qreg qregless[2];
h qregless[0];
h qregless[1];
p(0.6) qregless[0];
p(1.76) qregless[1];