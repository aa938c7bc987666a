package io.meshwork.transport.eventbridge.fake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Buses, rules, targets, archives and tags, within their quotas. */
final class FakeBuses {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String NAME = "[\\.\\-_A-Za-z0-9]+";
  private static final int PAGE = 100;
  static final int MAX_RULES = 300;
  static final int MAX_TARGETS = 5;
  static final int MAX_PATTERN = 2_048;
  static final int MAX_POLICY = 10_240;

  private final Clock clock;
  private final String arns;
  private final Settling<ObjectNode> buses;
  private final Settling<ObjectNode> archives;
  private final Map<String, Settling<FakeRule>> rules = new TreeMap<>();
  private final Map<String, Map<String, String>> tags = new HashMap<>();
  private final AwsFaults faults;

  FakeBuses(Clock clock, AwsFaults faults, String arns) {
    this.clock = clock;
    this.faults = faults;
    this.arns = arns;
    this.buses = new Settling<>(clock, faults);
    this.archives = new Settling<>(clock, faults);
    add("default");
  }

  synchronized ObjectNode handle(String operation, Input input) {
    ObjectNode answer =
        switch (operation) {
          case "CreateEventBus" -> createBus(input);
          case "DescribeEventBus" -> shown(bus(input, "Name"));
          case "ListEventBuses" -> listBuses(input);
          case "DeleteEventBus" -> deleteBus(input);
          case "PutPermission" -> permit(input);
          case "PutRule" -> putRule(input);
          case "DescribeRule" -> describe(rule(input, "Name"), busName(input));
          case "ListRules" -> listRules(input);
          case "DeleteRule" -> deleteRule(input);
          case "PutTargets" -> putTargets(input);
          case "RemoveTargets" -> removeTargets(input);
          case "ListTargetsByRule" -> listTargets(input);
          case "TagResource" -> tag(input);
          case "UntagResource" -> untag(input);
          case "ListTagsForResource" -> listTags(input);
          case "CreateArchive" -> createArchive(input);
          case "DescribeArchive" -> shown(archive(input));
          case "DeleteArchive" -> deleteArchive(input);
          case "TestEventPattern" -> test(input);
          default -> throw new AwsFault("UnknownOperationException", 404, operation);
        };
    input.end();
    return answer;
  }

  /** Hands out the rules of a bus that are seen; {@code false}: there is no such bus. */
  synchronized boolean rules(String bus, BiConsumer<String, FakeRule> each) {
    if (buses.seen(bus) == null) {
      return false;
    }
    rulesOf(bus).allSeen().forEach((name, rule) -> each.accept(ruleArn(bus, name), rule));
    return true;
  }

  /** A rule that a service of AWS made and keeps. */
  synchronized void addManagedRule(String bus, String name, String service) {
    String pattern = "{\"source\":[\"aws.partner\"]}";
    rulesOf(bus)
        .put(
            name,
            new FakeRule(
                name, pattern, "ENABLED", null, service, FakeRule.compile(pattern), Map.of()));
  }

  private void add(String name) {
    buses.put(
        name,
        MAPPER
            .createObjectNode()
            .put("Name", name)
            .put("Arn", arns + "event-bus/" + name)
            .put("CreationTime", clock.millis() / 1000));
  }

  private ObjectNode createBus(Input input) {
    String name = input.name("Name", 256, NAME);
    if (buses.now(name) != null) {
      throw new AwsFault("ResourceAlreadyExistsException", "Event bus " + name + " exists.");
    }
    if (buses.all().size() >= 100) {
      throw new AwsFault("LimitExceededException", "The requested resource exceeds the limit.");
    }
    input.textOrNull("Description");
    add(name);
    String arn = arns + "event-bus/" + name;
    tags(arn, input);
    return MAPPER.createObjectNode().put("EventBusArn", arn);
  }

  private ObjectNode bus(Input input, String member) {
    String name = input.has(member) ? bareName(input.text(member)) : "default";
    ObjectNode bus = buses.seen(name);
    if (bus == null) {
      throw AwsFault.missing("Event bus " + name);
    }
    return bus;
  }

  private static String bareName(String nameOrArn) {
    return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
  }

  private String busName(Input input) {
    return bus(input, "EventBusName").path("Name").asString("");
  }

  private ObjectNode listBuses(Input input) {
    String prefix = input.textOrNull("NamePrefix");
    return page(
        input,
        "EventBuses",
        buses.allSeen().entrySet().stream()
            .filter(each -> prefix == null || each.getKey().startsWith(prefix))
            .map(each -> shown(each.getValue()))
            .toList());
  }

  private ObjectNode deleteBus(Input input) {
    String name = input.text("Name");
    if (name.equals("default") || !rulesOf(name).all().isEmpty()) {
      throw AwsFault.invalid("Event bus %s can't be deleted since it has rules.".formatted(name));
    }
    buses.remove(name);
    tags.remove(arns + "event-bus/" + name);
    return MAPPER.createObjectNode();
  }

  private ObjectNode permit(Input input) {
    ObjectNode bus = bus(input, "EventBusName");
    String policy = input.text("Policy");
    if (policy.length() > MAX_POLICY) {
      throw new AwsFault("PolicyLengthExceededException", "The policy is too long.");
    }
    String name = bus.path("Name").asString("");
    buses.put(name, bus.deepCopy().put("Policy", policy));
    return MAPPER.createObjectNode();
  }

  private ObjectNode putRule(Input input) {
    String bus = busName(input);
    String name = input.name("Name", 64, NAME);
    String pattern = input.text("EventPattern");
    Settling<FakeRule> all = rulesOf(bus);
    FakeRule before = all.now(name);
    if (before == null && all.all().size() >= MAX_RULES) {
      throw new AwsFault("LimitExceededException", "The requested resource exceeds the limit.");
    }
    if (before != null && before.managedBy() != null) {
      throw managed(before);
    }
    if (pattern.length() > MAX_PATTERN) {
      throw AwsFault.invalid("Event pattern is longer than %d.".formatted(MAX_PATTERN));
    }
    String state = input.has("State") ? input.text("State") : "ENABLED";
    all.put(
        name,
        new FakeRule(
            name,
            pattern,
            state,
            input.textOrNull("Description"),
            null,
            FakeRule.compile(pattern),
            before == null ? Map.of() : before.targets()));
    tags(ruleArn(bus, name), input);
    return MAPPER.createObjectNode().put("RuleArn", ruleArn(bus, name));
  }

  private Settling<FakeRule> rulesOf(String bus) {
    return rules.computeIfAbsent(bus, b -> new Settling<>(clock, faults));
  }

  private String ruleArn(String bus, String rule) {
    return arns + "rule/" + (bus.equals("default") ? "" : bus + "/") + rule;
  }

  private FakeRule rule(Input input, String member) {
    FakeRule rule = rulesOf(busName(input)).seen(input.text(member));
    if (rule == null) {
      throw AwsFault.missing("Rule " + input.text(member));
    }
    return rule;
  }

  private static AwsFault managed(FakeRule rule) {
    return new AwsFault(
        "ManagedRuleException",
        "Rule %s is managed by %s.".formatted(rule.name(), rule.managedBy()));
  }

  private ObjectNode describe(FakeRule rule, String bus) {
    ObjectNode shown =
        MAPPER
            .createObjectNode()
            .put("Name", rule.name())
            .put("Arn", ruleArn(bus, rule.name()))
            .put("EventPattern", rule.pattern())
            .put("State", rule.state())
            .put("EventBusName", bus);
    if (rule.description() != null) {
      shown.put("Description", rule.description());
    }
    return rule.managedBy() == null ? shown : shown.put("ManagedBy", rule.managedBy());
  }

  private ObjectNode listRules(Input input) {
    String bus = busName(input);
    String prefix = input.textOrNull("NamePrefix");
    return page(
        input,
        "Rules",
        rulesOf(bus).allSeen().values().stream()
            .filter(each -> prefix == null || each.name().startsWith(prefix))
            .map(each -> describe(each, bus))
            .toList());
  }

  private ObjectNode deleteRule(Input input) {
    String bus = busName(input);
    String name = input.text("Name");
    FakeRule rule = rulesOf(bus).now(name);
    if (rule != null && rule.managedBy() != null) {
      throw managed(rule);
    }
    if (rule != null && !rule.targets().isEmpty()) {
      throw AwsFault.invalid("Rule can't be deleted since it has targets.");
    }
    rulesOf(bus).remove(name);
    tags.remove(ruleArn(bus, name));
    return MAPPER.createObjectNode();
  }

  private ObjectNode putTargets(Input input) {
    FakeRule rule = rule(input, "Rule");
    Map<String, ObjectNode> targets = new TreeMap<>(rule.targets());
    for (Input each : input.list("Targets", 10)) {
      String id = each.name("Id", 64, NAME);
      ObjectNode target = MAPPER.createObjectNode().put("Id", id).put("Arn", each.text("Arn"));
      for (String member : List.of("RoleArn", "Input", "InputPath")) {
        if (each.has(member)) {
          target.put(member, each.text(member));
        }
      }
      for (String member : List.of("DeadLetterConfig", "RetryPolicy", "InputTransformer")) {
        if (each.has(member)) {
          target.set(member, each.json(member));
        }
      }
      each.end();
      targets.put(id, target);
    }
    if (targets.size() > MAX_TARGETS) {
      throw new AwsFault("LimitExceededException", "The requested resource exceeds the limit.");
    }
    return changed(input, rule, targets);
  }

  private ObjectNode removeTargets(Input input) {
    FakeRule rule = rule(input, "Rule");
    Map<String, ObjectNode> targets = new TreeMap<>(rule.targets());
    input.texts("Ids").forEach(targets::remove);
    return changed(input, rule, targets);
  }

  private ObjectNode changed(Input input, FakeRule rule, Map<String, ObjectNode> targets) {
    if (rule.managedBy() != null) {
      throw managed(rule);
    }
    rulesOf(busName(input)).put(rule.name(), rule.with(targets));
    ObjectNode answer = MAPPER.createObjectNode().put("FailedEntryCount", 0);
    answer.set("FailedEntries", MAPPER.createArrayNode());
    return answer;
  }

  private ObjectNode listTargets(Input input) {
    return page(input, "Targets", new ArrayList<>(rule(input, "Rule").targets().values()));
  }

  private ObjectNode tag(Input input) {
    tags(input.text("ResourceARN"), input);
    return MAPPER.createObjectNode();
  }

  private ObjectNode untag(Input input) {
    Map<String, String> own = tags.getOrDefault(input.text("ResourceARN"), Map.of());
    input.texts("TagKeys").forEach(own::remove);
    return MAPPER.createObjectNode();
  }

  private void tags(String arn, Input input) {
    for (Input tag : input.list("Tags", 50)) {
      tags.computeIfAbsent(arn, a -> new TreeMap<>()).put(tag.text("Key"), tag.text("Value"));
      tag.end();
    }
  }

  private ObjectNode listTags(Input input) {
    ArrayNode all = MAPPER.createArrayNode();
    tags.getOrDefault(input.text("ResourceARN"), Map.of())
        .forEach((key, value) -> all.addObject().put("Key", key).put("Value", value));
    ObjectNode answer = MAPPER.createObjectNode();
    answer.set("Tags", all);
    return answer;
  }

  private ObjectNode createArchive(Input input) {
    String name = input.name("ArchiveName", 48, NAME);
    if (archives.now(name) != null) {
      throw new AwsFault("ResourceAlreadyExistsException", "Archive " + name + " exists.");
    }
    ObjectNode archive =
        MAPPER
            .createObjectNode()
            .put("ArchiveName", name)
            .put("ArchiveArn", arns + "archive/" + name)
            .put("EventSourceArn", input.text("EventSourceArn"))
            .put("RetentionDays", input.number("RetentionDays", 0, 0, Integer.MAX_VALUE))
            .put("State", "ENABLED");
    String pattern = input.textOrNull("EventPattern");
    if (pattern != null) {
      FakeRule.compile(pattern);
      archive.put("EventPattern", pattern);
    }
    input.textOrNull("Description");
    archives.put(name, archive);
    return shown(archive);
  }

  private ObjectNode archive(Input input) {
    ObjectNode archive = archives.seen(input.text("ArchiveName"));
    if (archive == null) {
      throw AwsFault.missing("Archive " + input.text("ArchiveName"));
    }
    return archive;
  }

  private ObjectNode deleteArchive(Input input) {
    archives.remove(archive(input).path("ArchiveName").asString(""));
    return MAPPER.createObjectNode();
  }

  private static ObjectNode test(Input input) {
    FakeRule rule =
        new FakeRule(
            "test",
            input.text("EventPattern"),
            "ENABLED",
            null,
            null,
            FakeRule.compile(input.text("EventPattern")),
            Map.of());
    return MAPPER.createObjectNode().put("Result", rule.takes(input.text("Event")));
  }

  private static ObjectNode shown(ObjectNode node) {
    return node.deepCopy();
  }

  private static ObjectNode page(Input input, String name, List<ObjectNode> all) {
    int size = input.number("Limit", PAGE, 1, PAGE);
    @Nullable String token = input.textOrNull("NextToken");
    int from = token == null ? 0 : Integer.parseInt(token);
    int to = Math.min(all.size(), from + size);
    ArrayNode page = MAPPER.createArrayNode();
    all.subList(Math.min(from, to), to).forEach(page::add);
    ObjectNode answer = MAPPER.createObjectNode();
    answer.set(name, page);
    return to < all.size() ? answer.put("NextToken", String.valueOf(to)) : answer;
  }
}
