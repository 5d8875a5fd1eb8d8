package io.github.dynamosessions.contract;

class DefaultsContractTest extends SessionDataStoreContract {
    DefaultsContractTest() throws Exception {
        super(factory -> {});
    }
}
