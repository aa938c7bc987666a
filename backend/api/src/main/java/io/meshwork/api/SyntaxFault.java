package io.meshwork.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * What a parser says of a text that it cannot read, in one line: where, what was expected there,
 * where that began, and what to do.
 *
 * <p>A YAML parser first names what it was in the midst of, then its place, then the problem, each
 * on lines of their own among snippets that are indented.
 */
final class SyntaxFault {
  private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

  private SyntaxFault() {}

  static String text(JacksonException fault, boolean json) {
    TokenStreamLocation at = fault.getLocation();
    List<String> said = new ArrayList<>();
    String began = null;
    for (String line : fault.getOriginalMessage().lines().toList()) {
      Matcher place = PLACE.matcher(line);
      if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
        said.add(line.strip());
      } else if (said.size() == 1 && began == null && place.find()) {
        began = "line %s, column %s".formatted(place.group(1), place.group(2));
      }
    }
    String problem = said.size() > 1 ? said.get(1) : said.isEmpty() ? "" : said.getFirst();
    return "Line %d, column %d: %s%s. %s"
        .formatted(
            at == null ? 1 : Math.max(1, at.getLineNr()),
            at == null ? 1 : Math.max(1, at.getColumnNr()),
            trimmed(problem),
            said.size() > 1 ? " " + trimmed(said.getFirst()) + from(began) : "",
            json ? "Mend the JSON; YAML starts with '---' or a key." : remedy(problem, said));
  }

  private static String from(@Nullable String began) {
    return began == null ? "" : " that began at " + began;
  }

  private static String trimmed(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String remedy(String problem, List<String> said) {
    if (problem.contains("or '}'")) {
      return "Close the '{', or put a comma between its members.";
    }
    if (problem.contains("or ']'")) {
      return "Close the '[', or put a comma between its items.";
    }
    if (problem.contains("expected <block end>")) {
      return "Members of one object begin in one column: look at this line's indentation.";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "Put a text that holds ': ' in quotes, and each key on a line of its own.";
    }
    if (problem.contains("'\\t")) {
      return "Indent with spaces.";
    }
    if (problem.contains("cannot start any token")) {
      return "Put a text that begins so in quotes.";
    }
    if (!said.isEmpty() && said.getFirst().contains("quoted scalar")) {
      return "Close the quote.";
    }
    return "Look at the indentation, and put texts with special characters in quotes.";
  }
}
