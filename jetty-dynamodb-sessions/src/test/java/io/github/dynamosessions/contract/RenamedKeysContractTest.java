package io.github.dynamosessions.contract;

class RenamedKeysContractTest extends SessionDataStoreContract {
    RenamedKeysContractTest() throws Exception {
        super("pk", "ttl", "", factory -> {
            factory.setHashKey("pk");
            factory.setTtlKey("ttl");
        });
    }
}
