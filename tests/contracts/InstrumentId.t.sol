// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";
import {InstrumentId} from "../../contracts/InstrumentId.sol";

contract InstrumentIdTests is Test {
    /// @notice BTC/USD:USD-210213-37500-C, written byte by byte from the layout: expiry 1,613,203,200 = 0x60278700,
    /// strike 37,500 * 10^8.
    bytes32 private constant CALL_37500 = bytes32(
        abi.encodePacked(
            hex"01",
            hex"4254430000000000",
            hex"555344000000",
            hex"01",
            hex"0060278700",
            uint64(3_750_000_000_000),
            hex"04",
            hex"0000"
        )
    );

    function requireCanonical(bytes32 instrument) external pure {
        InstrumentId.requireCanonical(instrument);
    }

    function _expectMalformed(bytes32 instrument) private {
        vm.expectRevert(abi.encodeWithSelector(InstrumentId.InstrumentMalformed.selector, instrument));
        this.requireCanonical(instrument);
    }

    function _id(
        uint8 version,
        bytes8 underlying,
        bytes6 quote,
        uint8 settlement,
        uint40 expiry,
        uint64 strike,
        uint8 kind,
        uint16 tail
    ) private pure returns (bytes32) {
        return bytes32(abi.encodePacked(version, underlying, quote, settlement, expiry, strike, kind, tail));
    }

    function test_Fields_OfACall_AreItsBytes() public pure {
        assertEq(InstrumentId.underlying(CALL_37500), "BTC", "underlying");
        assertEq(InstrumentId.quote(CALL_37500), "USD", "quote");
        assertEq(InstrumentId.settlement(CALL_37500), 1, "settlement");
        assertEq(InstrumentId.expiry(CALL_37500), 1_613_203_200, "expiry");
        assertEq(InstrumentId.strike(CALL_37500), 37_500e8, "strike");
        assertEq(InstrumentId.kind(CALL_37500), 4, "kind");
    }

    function test_StrikeWord_OfCallAndPut_IsOneAndHasNoSettlementAndKind() public pure {
        bytes32 expected = _id(1, "BTC", "USD", 0, 1_613_203_200, 37_500e8, 0, 0);
        bytes32 put = _id(1, "BTC", "USD", 2, 1_613_203_200, 37_500e8, 5, 0);
        assertEq(InstrumentId.strikeWord(CALL_37500), expected, "call");
        assertEq(InstrumentId.strikeWord(put), expected, "put");
    }

    function test_RequireCanonical_EveryKind_Passes() public view {
        this.requireCanonical(CALL_37500);
        this.requireCanonical(_id(1, "BTC", "USD", 0, 0, 0, 1, 0));
        this.requireCanonical(_id(1, "BTC", "USD", 1, 0, 0, 2, 0));
        this.requireCanonical(_id(1, "BTC", "USD", 2, 0, 0, 2, 0));
        this.requireCanonical(_id(1, "1000PEPE", "USDCUS", 1, 1, 0, 3, 0));
        this.requireCanonical(_id(1, "A", "Z", 1, type(uint40).max, 1, 4, 0));
        this.requireCanonical(_id(1, "BTC", "USD", 2, 1_613_203_200, (uint64(1) << 62) - 1, 5, 0));
    }

    function test_RequireCanonical_WrongBytes_InstrumentMalformed() public {
        _expectMalformed(0);
        _expectMalformed(_id(0, "BTC", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(2, "BTC", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "BTC", "", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "btc", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "B/C", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "B[C", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "B:C", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "B@C", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "B\x00C", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "\x00BC", "USD", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "BTC", "U\x00D", 1, 1, 1, 4, 0));
        _expectMalformed(_id(1, "BTC", "USD", 1, 1, 1, 4, 1));
    }

    function test_RequireCanonical_WrongCombination_InstrumentMalformed() public {
        _expectMalformed(_id(1, "BTC", "USD", 1, 1, 1, 0, 0)); // no kind
        _expectMalformed(_id(1, "BTC", "USD", 1, 0, 0, 0, 0)); // no kind, which a perpetual's other fields would suit
        _expectMalformed(_id(1, "BTC", "USD", 1, 1, 1, 6, 0)); // unknown kind
        _expectMalformed(_id(1, "BTC", "USD", 3, 1, 1, 4, 0)); // unknown settlement
        _expectMalformed(_id(1, "BTC", "USD", 0, 1, 1, 4, 0)); // option without settlement
        _expectMalformed(_id(1, "BTC", "USD", 1, 0, 0, 1, 0)); // linear spot
        _expectMalformed(_id(1, "BTC", "USD", 2, 0, 0, 1, 0)); // inverse spot
        _expectMalformed(_id(1, "BTC", "USD", 0, 1, 0, 1, 0)); // spot with expiry
        _expectMalformed(_id(1, "BTC", "USD", 0, 0, 1, 1, 0)); // spot with strike
        _expectMalformed(_id(1, "BTC", "USD", 0, 0, 0, 2, 0)); // perpetual without settlement
        _expectMalformed(_id(1, "BTC", "USD", 1, 1, 0, 2, 0)); // perpetual with expiry
        _expectMalformed(_id(1, "BTC", "USD", 1, 0, 1, 2, 0)); // perpetual with strike
        _expectMalformed(_id(1, "BTC", "USD", 1, 0, 0, 3, 0)); // future without expiry
        _expectMalformed(_id(1, "BTC", "USD", 1, 1, 1, 3, 0)); // future with strike
        _expectMalformed(_id(1, "BTC", "USD", 1, 0, 1, 4, 0)); // call without expiry
        _expectMalformed(_id(1, "BTC", "USD", 1, 1, 0, 5, 0)); // put with strike 0
        _expectMalformed(_id(1, "BTC", "USD", 1, 1, uint64(1) << 62, 5, 0)); // strike of 2^62
        _expectMalformed(_id(1, "1000PEPE", "USD", 2, 0, 0, 2, 0)); // a coin of eight letters cannot settle
    }

    /// @notice The unsigned order of identifiers groups quote, then expiry, then strike, a call before its put.
    function test_Order_OfIdentifiers_GroupsExpiryThenStrikeThenCallBeforePut() public pure {
        bytes32[6] memory ascending = [
            _id(1, "BTC", "USD", 0, 0, 0, 1, 0),
            _id(1, "BTC", "USD", 1, 0, 0, 2, 0),
            _id(1, "BTC", "USD", 1, 10, 0, 3, 0),
            _id(1, "BTC", "USD", 1, 10, 5, 4, 0),
            _id(1, "BTC", "USD", 1, 10, 5, 5, 0),
            _id(1, "ETH", "USD", 0, 0, 0, 1, 0)
        ];
        for (uint256 i = 1; i < 6; ++i) {
            assertTrue(ascending[i - 1] < ascending[i], "ascending");
        }
    }
}
