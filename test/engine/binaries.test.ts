/**
 * The builds of the kernels, put together again from what they share.
 */
import { describe, expect, it } from "vitest";
import { type Binaries, bytesOf } from "../../src/kernels/binaries.ts";
import { doubleBinaries } from "../../src/kernels/double-binaries.ts";
import { singleBinaries } from "../../src/kernels/single-binaries.ts";

describe("builds in pieces", () => {
  it("are joined in order, from places of another build and from what is their own", () => {
    const builds: Binaries = {
      plain: btoa("abcdefgh"),
      plainShared: { of: "plain", pieces: [[4, 4], btoa("-"), [0, 3]] },
      relaxed: { of: "plain", pieces: [btoa("xyz"), [7, 1]] },
      relaxedShared: { of: "relaxed", pieces: [[1, 3], [0, 1], btoa("\u00ff")] },
    };
    const text = (name: keyof Binaries) => String.fromCharCode(...bytesOf(builds, name));
    expect(text("plain")).toBe("abcdefgh");
    expect(text("plainShared")).toBe("efgh-abc");
    expect(text("relaxed")).toBe("xyzh");
    expect(text("relaxedShared")).toBe("yzhx\u00ff");
  });

  it.each([
    ["double", doubleBinaries],
    ["single", singleBinaries],
  ] as const)("%s precision: four modules, two for memory that is shared", (_, builds) => {
    const memoryOf = (name: keyof Binaries) => {
      const bytes = bytesOf(builds, name);
      expect([...bytes.slice(0, 8)]).toEqual([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
      if (!WebAssembly.validate(bytes)) return undefined;
      const instance = (shared: boolean) =>
        new WebAssembly.Instance(new WebAssembly.Module(bytes), {
          env: { memory: new WebAssembly.Memory({ initial: 1, maximum: 65536, shared }), abort() {} },
        });
      const shared = name.endsWith("Shared");
      expect(() => instance(!shared)).toThrow(WebAssembly.LinkError);
      expect(Object.keys(instance(shared).exports)).toContain("descend");
      return shared;
    };
    expect(memoryOf("plain")).toBe(false);
    expect(memoryOf("plainShared")).toBe(true);
    // Node 20 has no relaxed instructions.
    expect([false, undefined]).toContain(memoryOf("relaxed"));
    expect([true, undefined]).toContain(memoryOf("relaxedShared"));
  });
});
