/**
 * What is done around every test file: the program that its commands ran in ends with it.
 */
import { afterAll } from "vitest";
import { endServer } from "./built-cli.ts";

afterAll(endServer);
