package io.github.dynamosessions.contract;

class EveryValueInChunksContractTest extends SessionDataStoreContract {
    EveryValueInChunksContractTest() throws Exception {
        super(factory -> {
            factory.setCompressionThreshold("0");
            factory.setLargeAttributeThreshold("0");
        });
    }

    @Override
    long largeAttributeThreshold() {
        return 0;
    }
}
