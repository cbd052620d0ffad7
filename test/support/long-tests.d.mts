/** Tests that `npm test` leaves to CI. */
export const longTests: readonly string[];
