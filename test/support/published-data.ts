/**
 * Where the authors' data is, for tests that need it; says so where it is not.
 */
import { findPublishedData } from "./find-published-data.mjs";

/** The folder of a checkout of their repository; undefined where there is none. */
export const publishedData: string | undefined = findPublishedData();

if (publishedData === undefined) {
  process.stderr.write(
    "The authors' data was not found: tests against it are skipped. Clone github.com/bzGit06/QNN-dynamics beside this repository.\n",
  );
}
