package io.meshwork.local;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code ./mesh up} was asked for.
 *
 * @param ports the ports that flags name
 * @param only the processes to start, but for the sample
 * @param sample whether to load the sample and play it
 * @param rate events a second that the sample plays
 */
record UpOptions(Map<WorldPort, Integer> ports, Set<WorldPort> only, boolean sample, int rate) {
  private static final int USUAL_RATE = 50;
  private static final int HIGHEST_RATE = 10_000;

  UpOptions {
    ports = Map.copyOf(ports);
    only = Set.copyOf(only);
  }

  static UpOptions parse(List<String> arguments) {
    var ports = new EnumMap<WorldPort, Integer>(WorldPort.class);
    Set<WorldPort> only = EnumSet.complementOf(EnumSet.of(WorldPort.SAMPLE));
    boolean sample = false;
    int rate = USUAL_RATE;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String flag = rest.next();
      switch (flag) {
        case "--only" -> only = processes(value(flag, rest));
        case "--sample" -> sample = true;
        case "--rate" -> rate = number(flag, value(flag, rest), HIGHEST_RATE);
        default -> ports.put(byFlag(flag), number(flag, value(flag, rest), 65535));
      }
    }
    return new UpOptions(ports, only, sample, rate);
  }

  private static WorldPort byFlag(String flag) {
    return Arrays.stream(WorldPort.values())
        .filter(port -> port.flag().equals(flag))
        .findFirst()
        .orElseThrow(
            () ->
                new LocalException(
                    "mesh up does not know '%s'. It takes --sample, --rate N, --only NAMES and %s."
                        .formatted(flag, names(WorldPort::flag))));
  }

  private static Set<WorldPort> processes(String names) {
    Set<WorldPort> found = EnumSet.noneOf(WorldPort.class);
    for (String name : names.split(",", -1)) {
      found.add(
          Arrays.stream(WorldPort.values())
              .filter(port -> port.process().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new LocalException(
                          "There is no process '%s'; there are %s."
                              .formatted(name, names(WorldPort::process)))));
    }
    return found;
  }

  private static int number(String flag, String value, int highest) {
    String refusal = "%s takes a number from 1 to %d, not '%s'.".formatted(flag, highest, value);
    try {
      int number = Integer.parseInt(value);
      if (number > 0 && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new LocalException(refusal, e);
    }
    throw new LocalException(refusal);
  }

  private static String value(String flag, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new LocalException(flag + " needs a value after it.");
    }
    return rest.next();
  }

  private static String names(Function<WorldPort, String> name) {
    return Arrays.stream(WorldPort.values()).map(name).collect(Collectors.joining(", "));
  }
}
