package io.meshwork.transport.eventbridge;

/** The JSON that EventBridge matches and delivers for an entry. */
final class EventBridgeEvents {
  private EventBridgeEvents() {}

  static String of(PutEntry entry) {
    return """
        {"version":"0","id":"7bf73129-1428-4cd3-a780-95db273d1602","detail-type":%s,"source":%s,\
        "account":"123456789012","time":"2026-11-22T05:00:00Z","region":"eu-west-1","resources":[],\
        "detail":%s}"""
        .formatted(
            Generated.quote(entry.detailType()), Generated.quote(entry.source()), entry.detail());
  }
}
