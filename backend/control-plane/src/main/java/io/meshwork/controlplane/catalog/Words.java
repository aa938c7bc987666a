package io.meshwork.controlplane.catalog;

import java.util.Locale;

/** How enums are written in documents. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
