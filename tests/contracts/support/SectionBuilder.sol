// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Market sections, written from the description of their rows and not with the contract's own code.
library SectionBuilder {
    bytes32 internal constant TAG_MARKET = keccak256("VM1.MARKET");
    bytes32 internal constant TAG_SECTION = keccak256("VM1.SECTION");

    bytes32 internal constant BTC = "BTC";
    bytes32 internal constant ETH = "ETH";
    bytes32 internal constant USD = "USD";
    bytes32 internal constant USDC = "USDC";

    int64 internal constant BTC_SPOT = 47_795_22000000;
    int64 internal constant ETH_SPOT = 1_800_00000000;
    uint64 internal constant EXPIRY = 1_800_604_800;

    uint64 private constant WHOLE = 1e12;
    uint64 private constant SVI_FORM = uint64(1) << 32;

    function word(uint64 a, uint64 b, uint64 c, uint64 d) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(a, b, c, d));
    }

    /// @notice Section 0 with one stable coin.
    function assets(uint64 time) internal pure returns (bytes memory) {
        return abi.encodePacked(TAG_SECTION, uint256(1), USDC, word(999_800_000_000, WHOLE, time, 0));
    }

    /// @notice Spot and a perpetual, and one expiry with two strikes: 12 words.
    function btc(int64 spot, uint64 time, int64 fundingIndex) internal pure returns (bytes memory) {
        bytes memory head = abi.encodePacked(
            TAG_SECTION,
            word(1, 1, 0, 0),
            BTC,
            USD,
            word(uint64(spot), WHOLE, time, 800_000_000_000)
        );
        bytes memory perpetual = abi.encodePacked(word(uint64(spot) + 6_28000000, uint64(fundingIndex), WHOLE, time));
        return abi.encodePacked(head, perpetual, expiry(uint64(spot), time, 0, 2), strike(45_000), strike(50_000));
    }

    /// @notice Spot, no perpetual, and one expiry with an SVI row: 10 words.
    function eth(int64 spot, uint64 time) internal pure returns (bytes memory) {
        bytes memory head = abi.encodePacked(
            TAG_SECTION,
            word(1, 0, 0, 0),
            ETH,
            USD,
            word(uint64(spot), WHOLE, time, 0),
            bytes32(0)
        );
        return
            abi.encodePacked(
                head,
                expiry(uint64(spot), time, 0, SVI_FORM),
                word(20_000_000_000, 100_000_000_000, uint64(int64(-300_000_000_000)), 0),
                word(150_000_000_000, uint64(spot), 604_800, 0)
            );
    }

    /// @notice An expiry's two words.
    function expiry(
        uint64 forward,
        uint64 time,
        int64 settlementPrice,
        uint64 form
    ) internal pure returns (bytes memory) {
        return
            abi.encodePacked(
                word(EXPIRY, forward, 0, 50_000_000_000),
                word(WHOLE, time, uint64(settlementPrice), form)
            );
    }

    /// @notice A BTC/USD strike of EXPIRY, whole dollars, and its volatility of 0.8: two words.
    function strike(uint64 dollars) internal pure returns (bytes memory) {
        return
            abi.encodePacked(
                uint8(1),
                bytes8(BTC),
                bytes6(USD),
                uint8(0),
                uint40(EXPIRY),
                dollars * 1e8,
                uint8(0),
                uint16(0),
                uint256(800_000_000_000)
            );
    }

    /// @notice keccak256(TAG_MARKET, round, observedAt, n, section hashes).
    function marketHash(uint64 round, uint64 observedAt, bytes[] memory sections) internal pure returns (bytes32) {
        bytes memory words = abi.encodePacked(
            TAG_MARKET,
            uint256(round),
            uint256(observedAt),
            uint256(sections.length)
        );
        for (uint256 i = 0; i < sections.length; ++i) {
            words = abi.encodePacked(words, keccak256(sections[i]));
        }
        return keccak256(words);
    }

    /// @notice The section with one word replaced.
    function replaced(bytes memory section, uint256 index, bytes32 value) internal pure returns (bytes memory copy) {
        copy = bytes.concat(section);
        assembly ("memory-safe") {
            mstore(add(add(copy, 0x20), shl(5, index)), value)
        }
    }
}
