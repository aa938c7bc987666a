package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.Spec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.model.catalog.TeamSpec;
import io.meshwork.schema.SchemaFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What resources can be found by: every word may stand anywhere in it, found by trigrams. */
@Component
class SearchWords {
  private static final int MAX_WORDS = 16;
  private final JdbcTemplate jdbc;

  SearchWords(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes them findable as they are now; retired ones are no longer found. */
  void update(List<Resource> resources) {
    List<Object[]> gone = new ArrayList<>();
    List<Object[]> there = new ArrayList<>();
    for (Resource resource : resources) {
      if (resource.retired()) {
        gone.add(new Object[] {resource.kind().name(), resource.name().value()});
      } else {
        there.add(new Object[] {resource.kind().name(), resource.name().value(), words(resource)});
      }
    }
    jdbc.batchUpdate("delete from resource_words where kind = ? and name = ?", gone);
    jdbc.batchUpdate(
        """
        insert into resource_words (kind, name, words) values (?, ?, ?)
        on conflict (kind, name) do update set words = excluded.words""",
        there);
  }

  /** Names after one that hold all words of the query, by name. */
  List<String> find(Kind kind, String query, String after, int limit) {
    List<String> words = words(query);
    StringBuilder sql = new StringBuilder("select name from resource_words where kind = ?");
    List<Object> arguments = new ArrayList<>(List.of(kind.name()));
    for (String word : words) {
      sql.append(" and words like ?");
      arguments.add("%" + word.replaceAll("([\\\\%_])", "\\\\$1") + "%");
    }
    sql.append(" and name > ? order by name limit ?");
    arguments.add(after);
    arguments.add(limit);
    return jdbc.query(sql.toString(), (row, _) -> row.getString(1), arguments.toArray());
  }

  private static List<String> words(String query) {
    return Arrays.stream(query.toLowerCase(Locale.ROOT).split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .limit(MAX_WORDS)
        .toList();
  }

  private static String words(Resource resource) {
    StringBuilder words = new StringBuilder(resource.name().value());
    new TreeMap<>(resource.metadata().labels())
        .forEach((key, value) -> words.append('\n').append(key).append('=').append(value));
    words.append('\n').append(resource.metadata().description());
    named(resource.spec()).forEach(name -> words.append('\n').append(name));
    return words.toString().toLowerCase(Locale.ROOT).replace("\0", "");
  }

  /** What a spec names: fields of a schema, and the other resources that it joins. */
  private static List<String> named(Spec spec) {
    List<String> named = new ArrayList<>();
    switch (spec) {
      case EventTypeSpec type -> {
        named.add(type.title());
        fields(type).forEach(named::add);
      }
      case PublicationSpec publication -> {
        named.add(publication.eventType().value());
        named.add(publication.application().value());
        named.add(publication.broker().value());
      }
      case SubscriptionSpec subscription -> {
        subscription.eventTypes().forEach(selector -> named.add(selector.value()));
        named.add(subscription.application().value());
        named.add(subscription.at().broker().value());
      }
      case BrokerSpec broker -> {
        named.add(broker.transport().value());
        named.add(broker.region().value());
      }
      case ApplicationSpec application ->
          application
              .principals()
              .forEach((broker, principal) -> named.add(broker + " " + principal));
      case RegionSpec region -> named.add(region.jurisdiction() + " " + region.environment());
      case TeamSpec team -> team.members().forEach(member -> named.add(member.subject()));
    }
    return named;
  }

  private static Iterable<String> fields(EventTypeSpec spec) {
    try {
      return SchemaFields.fieldNames(spec.schema().definition());
    } catch (MeshException _) {
      return List.of();
    }
  }
}
