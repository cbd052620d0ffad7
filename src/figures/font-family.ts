/**
 * Name of the figures' font, apart from its bytes so that drawing needs no file.
 */

/** CSS family name. */
export const FONT_FAMILY = "Inter";
