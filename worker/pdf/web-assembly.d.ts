// What is used of WebAssembly here: TypeScript keeps its declaration in the DOM library, which a server must not see.
declare namespace WebAssembly {
  class Module {
    private readonly compiled: true;
  }
  class Instance {
    readonly exports: Record<string, unknown>;
    constructor(module: Module, imports: Imports);
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  type Imports = Record<string, Record<string, unknown>>;
  function compile(bytes: Uint8Array): Promise<Module>;
}
