package io.meshwork.local;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code ./mesh up} was asked for.
 *
 * @param ports the ports that flags name
 * @param only the processes to start
 */
record UpOptions(Map<WorldPort, Integer> ports, Set<WorldPort> only) {
  UpOptions {
    ports = Map.copyOf(ports);
    only = Set.copyOf(only);
  }

  static UpOptions parse(List<String> arguments) {
    var ports = new EnumMap<WorldPort, Integer>(WorldPort.class);
    Set<WorldPort> only = EnumSet.allOf(WorldPort.class);
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String flag = rest.next();
      if (flag.equals("--only")) {
        only = processes(value(flag, rest));
      } else {
        ports.put(byFlag(flag), port(flag, value(flag, rest)));
      }
    }
    return new UpOptions(ports, only);
  }

  private static WorldPort byFlag(String flag) {
    return Arrays.stream(WorldPort.values())
        .filter(port -> port.flag().equals(flag))
        .findFirst()
        .orElseThrow(
            () ->
                new LocalException(
                    "mesh up does not know '%s'. It takes --only NAMES and %s."
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

  private static int port(String flag, String value) {
    try {
      int port = Integer.parseInt(value);
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new LocalException(flag + " takes a port from 1 to 65535, not '" + value + "'.", e);
    }
    throw new LocalException(flag + " takes a port from 1 to 65535, not '" + value + "'.");
  }

  private static String value(String flag, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new LocalException(flag + " needs a value after it.");
    }
    return rest.next();
  }

  private static String names(java.util.function.Function<WorldPort, String> name) {
    return Arrays.stream(WorldPort.values()).map(name).collect(Collectors.joining(", "));
  }
}
