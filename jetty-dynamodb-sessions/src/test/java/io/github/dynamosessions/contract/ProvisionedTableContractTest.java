package io.github.dynamosessions.contract;

class ProvisionedTableContractTest extends SessionDataStoreContract {
    ProvisionedTableContractTest() throws Exception {
        super(factory -> {
            factory.setReadCapacityUnits(5);
            factory.setWriteCapacityUnits(5);
        });
    }
}
