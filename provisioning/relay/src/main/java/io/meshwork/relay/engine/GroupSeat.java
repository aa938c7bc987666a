package io.meshwork.relay.engine;

import io.meshwork.relay.spans.HopSpans;
import java.time.Clock;

/**
 * What a lane is given by its group.
 *
 * @param lanes how many lanes this relay may come to run, for fair shares of memory
 * @param spans who wants to know of sampled events
 * @param rates what its links may move
 */
record GroupSeat(
    BrokerPair.Opened pair,
    EngineSettings settings,
    ByteBudget budget,
    Clock clock,
    int lanes,
    HopSpans spans,
    Rates rates) {}
