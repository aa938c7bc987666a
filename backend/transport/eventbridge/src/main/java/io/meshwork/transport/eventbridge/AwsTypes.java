package io.meshwork.transport.eventbridge;

import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What services of AWS call their events, and what CloudEvents of them are called. Follows the
 * CloudEvents adapter for S3 ({@code com.amazonaws.s3.} and the event's name in S3's notifications,
 * source {@code aws:s3.REGION.BUCKET}); for other services, which no adapter describes, the same
 * with {@code detail-type} as the name and the account in place of the bucket.
 */
final class AwsTypes {
  static final String SOURCES = "aws.";
  private static final String TYPES = "com.amazonaws.";
  private static final String S3 = "s3";

  /** Names that S3's notifications give to one detail type each. */
  private static final Map<String, String> OF_S3 =
      Map.of(
          "Object Restore Initiated", "ObjectRestore:Post",
          "Object Restore Completed", "ObjectRestore:Completed",
          "Object Restore Expired", "ObjectRestore:Delete",
          "Object Storage Class Changed", "LifecycleTransition",
          "Object Access Tier Changed", "IntelligentTiering",
          "Object ACL Updated", "ObjectAcl:Put",
          "Object Tags Added", "ObjectTagging:Put",
          "Object Tags Deleted", "ObjectTagging:Delete");

  private static final String CREATED = "Object Created";
  private static final Map<String, String> CREATED_BY =
      Map.of(
          "PutObject", "ObjectCreated:Put",
          "POST Object", "ObjectCreated:Post",
          "CopyObject", "ObjectCreated:Copy",
          "CompleteMultipartUpload", "ObjectCreated:CompleteMultipartUpload");

  private static final String DELETED = "Object Deleted";
  private static final Map<String, String> DELETED_BY =
      Map.of("DeleteObject", "ObjectRemoved", "Lifecycle Expiration", "LifecycleExpiration");
  private static final Map<String, String> DELETED_HOW =
      Map.of("Permanently Deleted", "Delete", "Delete Marker Created", "DeleteMarkerCreated");

  private AwsTypes() {}

  /**
   * The CloudEvent's type.
   *
   * @param source of the envelope, such as {@code aws.s3}
   * @param detailType such as {@code Object Created}
   * @param reason the detail's, which tells S3's names apart
   * @param deletion the detail's {@code deletion-type}
   */
  static String type(
      String source, String detailType, @Nullable String reason, @Nullable String deletion) {
    String service = service(source);
    String name = service.equals(S3) ? nameOfS3(detailType, reason, deletion) : detailType;
    return TYPES + service + "." + name;
  }

  /** The CloudEvent's source; {@code place} is S3's bucket or, elsewhere, the account. */
  static String source(String source, String region, String place) {
    return "aws:" + service(source) + "." + region + "." + place;
  }

  static boolean isS3(String source) {
    return service(source).equals(S3);
  }

  private static String service(String source) {
    return source.startsWith(SOURCES) ? source.substring(SOURCES.length()) : source;
  }

  private static String nameOfS3(
      String detailType, @Nullable String reason, @Nullable String deletion) {
    if (detailType.equals(CREATED) && reason != null) {
      return CREATED_BY.getOrDefault(reason, detailType);
    }
    if (detailType.equals(DELETED) && reason != null && deletion != null) {
      String by = DELETED_BY.get(reason);
      String how = DELETED_HOW.get(deletion);
      return by == null || how == null ? detailType : by + ":" + how;
    }
    return OF_S3.getOrDefault(detailType, detailType);
  }

  /** Whether a field names types of services of AWS, for which {@link #conditions} can ask. */
  static boolean narrow(String name, PatternNode node) {
    return name.equals("type")
        && node instanceof PatternNode.Conditions(List<Condition> anyOf)
        && anyOf.stream()
            .allMatch(
                each ->
                    each instanceof Condition.Equal(Condition.Scalar.Text(String type))
                        && type.startsWith(TYPES)
                        && type.indexOf('.', TYPES.length()) > TYPES.length());
  }

  /** What the envelope of such types has; wider than the types. */
  static Map<String, PatternNode> conditions(List<Condition> types) {
    Set<Condition> sources = new LinkedHashSet<>();
    Set<Condition> detailTypes = new LinkedHashSet<>();
    for (Condition each : types) {
      if (each instanceof Condition.Equal(Condition.Scalar.Text(String type))) {
        int dot = type.indexOf('.', TYPES.length());
        String service = type.substring(TYPES.length(), dot);
        String name = type.substring(dot + 1);
        sources.add(equal(SOURCES + service));
        detailTypes.add(equal(name));
        if (service.equals(S3)) {
          detailTypes.add(equal(detailTypeOfS3(name)));
        }
      }
    }
    Map<String, PatternNode> conditions = new LinkedHashMap<>();
    conditions.put("source", new PatternNode.Conditions(List.copyOf(sources)));
    conditions.put("detail-type", new PatternNode.Conditions(List.copyOf(detailTypes)));
    return conditions;
  }

  private static String detailTypeOfS3(String name) {
    if (CREATED_BY.containsValue(name)) {
      return CREATED;
    }
    int colon = name.indexOf(':');
    if (colon > 0 && DELETED_BY.containsValue(name.substring(0, colon))) {
      return DELETED;
    }
    return OF_S3.entrySet().stream()
        .filter(each -> each.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(name);
  }

  private static Condition equal(String text) {
    return new Condition.Equal(new Condition.Scalar.Text(text));
  }
}
