/** What is mutated in each area, and the tests that decide. */
export const AREAS: Readonly<Record<string, { readonly mutate: string[]; readonly tests: string[] }>>;
