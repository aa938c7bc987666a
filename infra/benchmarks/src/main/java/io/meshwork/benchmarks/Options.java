package io.meshwork.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a benchmark is asked for beyond its name: words, and {@code name=value}. */
public final class Options {
  private final Map<String, String> given;

  private Options(Map<String, String> given) {
    this.given = given;
  }

  /** An option that is not known, or has a value that makes no sense; the message is for people. */
  public static final class Wrong extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** What to do instead. */
    public Wrong(String message) {
      super(message);
    }
  }

  /** Separated by white space; each may have {@code -D} in front. */
  public static Options parse(String text) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      String option = word.startsWith("-D") ? word.substring(2) : word;
      int equals = option.indexOf('=');
      if (equals > 0) {
        given.put(option.substring(0, equals), option.substring(equals + 1));
      } else if (!option.isEmpty()) {
        given.put(option, "");
      }
    }
    return new Options(given);
  }

  /** Refuses every option but these. */
  public void allow(String... known) {
    Set<String> names = new TreeSet<>(Set.of(known));
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new Wrong(
            names.isEmpty()
                ? "it takes no options, not '%s'".formatted(name)
                : "it knows no option '%s'; it knows %s".formatted(name, names));
      }
    }
  }

  /** Whether the word, or a value for it, was given. */
  public boolean has(String name) {
    return given.containsKey(name);
  }

  /** A whole number from 1. */
  public int number(String name, int otherwise) {
    String value = given.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Wrong("%s takes a whole number from 1, not '%s'".formatted(name, value));
  }

  /** Names separated by commas. */
  public List<String> list(String name, List<String> otherwise) {
    String value = given.get(name);
    return value == null ? otherwise : Arrays.asList(value.split(",", -1));
  }
}
