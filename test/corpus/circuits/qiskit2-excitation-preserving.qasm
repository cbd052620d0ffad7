OPENQASM 2.0;
include "qelib1.inc";
gate xx_plus_yy(param0,param1) q0,q1 { rz(param1) q0; sdg q1; sx q1; s q1; s q0; cx q1,q0; ry((-0.5)*param0) q1; ry((-0.5)*param0) q0; cx q1,q0; sdg q0; sdg q1; sxdg q1; s q1; rz(-param1) q0; }
gate gate_Interaction(param0) q0,q1 { xx_plus_yy(2.52,0) q0,q1; }
gate gate_Interaction_140477145395408(param0) q0,q1 { xx_plus_yy(2.12,0) q0,q1; }
gate gate_Interaction_140477239915856(param0) q0,q1 { xx_plus_yy(1.2,0) q0,q1; }
qreg q[3];
rz(0.3) q[0];
rz(0.88) q[1];
rz(1.2) q[2];
gate_Interaction(1.26) q[0],q[1];
gate_Interaction_140477145395408(1.06) q[0],q[2];
gate_Interaction_140477239915856(0.6) q[1],q[2];
rz(-0.12) q[0];
rz(-1.1) q[1];
rz(-2.34) q[2];