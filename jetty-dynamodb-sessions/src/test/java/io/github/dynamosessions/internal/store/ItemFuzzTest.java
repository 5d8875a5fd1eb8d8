package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.Fuzz;
import io.github.dynamosessions.fixture.HostileTable;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ItemCodec.OversizedSessionException;
import io.github.dynamosessions.internal.item.ItemCodec.UnreadableItemException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.internal.store.StoreUnderTest.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whatever is in the table is a session, unreadable, or a clean error; with a bounded number of calls. */
class ItemFuzzTest {

    /** A session of 8 MB in references of 170 bytes, which is more than there can be; and some writes that were refused. */
    private static final int MAX_CALLS = 3_000;

    private final HostileTable table = new HostileTable();

    @Test
    void itemsAndReferencesAreReadWrittenEndedAndScavenged() {
        try (StoreUnderTest node = StoreUnderTest.of(table, "sessions", new Options("shop:", false, true, true, 0));
                StoreUnderTest dropping = StoreUnderTest.of(
                        table, "sessions", new Options("shop:", false, false, true, 3_600_000, true))) {
            Fuzz.run("items", (fuzz, random) -> run(fuzz, random, random.nextInt(4) == 0 ? dropping : node));
        }
    }

    private void run(Fuzz fuzz, Random random, StoreUnderTest node) {
        table.clear();
        SessionCookie cookie = random.nextBoolean() ? node.create(attributes()) : node.createExpired(attributes());
        TrackedSessionData before = random.nextBoolean() ? find(node, cookie) : null;
        damage(fuzz, random);
        table.refuses(() -> {
            if (random.nextInt(8) > 0) {
                return false;
            }
            damage(fuzz, random);
            return true;
        });
        int callsBefore = table.calls();
        for (int i = 0; i < 3; i++) {
            try {
                use(random, node, cookie, before);
            } catch (UnavailableException | UnsupportedFormatException | OversizedSessionException expected) {
                // a clean error
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("was ended while it was in use");
            }
        }
        node.answers.clear();
        node.metrics.clear();
        assertThat(table.calls() - callsBefore).isLessThan(MAX_CALLS);
    }

    private static @Nullable TrackedSessionData find(StoreUnderTest node, SessionCookie cookie) {
        try {
            return node.store.find(cookie.handle().id());
        } catch (UnsupportedFormatException e) {
            return null; // a busy machine: deserialization has waited for a second
        }
    }

    private void use(Random random, StoreUnderTest node, SessionCookie cookie, TrackedSessionData before) {
        TrackedSessionData data = node.store.newSession("", 0, 0, 0, -1);
        switch (random.nextInt(9)) {
            case 0 -> {
                if (node.store.read(data, cookie) == Reading.FOUND && change(random, data)) {
                    node.store.save(data);
                }
            }
            case 1 -> node.store.read(data, cookie.rotated().inDoubt(cookie));
            case 2 -> {
                if (before != null && !before.hasEnded() && change(random, before)) {
                    node.store.save(before);
                }
            }
            case 3 -> node.store.end(before == null ? data : before);
            case 4 -> node.store.end(cookie.handle().id());
            case 5 -> node.store.readForEnd(data, cookie);
            case 6 -> node.store.save(node.newSession(cookie, attributes()));
            case 7 -> {
                node.store.exists(cookie);
                node.store.expiredOf(Set.of(cookie.handle().id()), System.currentTimeMillis());
                node.store.expired(System.currentTimeMillis());
            }
            default -> {
                node.store.scavenge(System.currentTimeMillis(), node.store::deleteChunks);
                node.store.scavengeOrphans(System.currentTimeMillis());
            }
        }
    }

    /** As an application does. False if it has met a large attribute that cannot be read. */
    private static boolean change(Random random, TrackedSessionData data) {
        try {
            if (random.nextBoolean()) {
                data.getAllAttributes();
            }
            switch (random.nextInt(5)) {
                case 0 -> data.setAttribute("user", "ben");
                case 1 -> data.setAttribute("photo", new byte[20_000 + random.nextInt(10)]);
                case 2 -> data.setAttribute("cart", null);
                case 3 -> data.setMaxInactiveMs(60_000);
                default -> {
                    if (data.cookie() != null) {
                        data.rotate(data.cookie().rotated(), System.currentTimeMillis());
                    }
                }
            }
        } catch (UnreadableItemException e) {
            return false;
        }
        data.setAccessed(System.currentTimeMillis());
        data.calcAndSetExpiry();
        return true;
    }

    private static Map<String, Object> attributes() {
        byte[] photo = new byte[20_000];
        new Random(1).nextBytes(photo);
        return Map.of(
                "user",
                "ann",
                "count",
                3,
                "long",
                4L,
                "cart",
                new ArrayList<>(List.of("pen")),
                "photo",
                photo,
                "text",
                "x".repeat(5_000));
    }

    private void damage(Fuzz fuzz, Random random) {
        new TreeMap<>(table.items).forEach((key, item) -> {
            if (random.nextInt(3) > 0) {
                table.items.put(key, fuzz.changed(item, "sessionId"));
            }
            if (random.nextInt(5) == 0) {
                String other = fuzz.changed(key);
                Map<String, AttributeValue> copy = new HashMap<>(item);
                copy.put("sessionId", AttributeValue.fromS(other));
                table.items.put(other, copy);
            }
        });
    }
}
