// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EngineFixture} from "./support/EngineFixture.sol";
import {InstrumentId} from "../../contracts/InstrumentId.sol";
import {Logarithm} from "../../contracts/Kernel/Numerics/Logarithm.sol";
import {IMarginEngine} from "../../contracts/interfaces/IMarginEngine.sol";
import {MarginInput, MarginTags} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title What the engine refuses to look up in sections, which its caller shows and no registry has seen.
contract MarketLookupTests is EngineFixture {
    uint256 private constant COUNTS_WORD = 1;
    uint256 private constant EXPIRY_WORD = 6;
    uint256 private constant MAX_WORDS = 1 << 20;
    uint8 private constant ASSETS = 0;
    uint8 private constant BITCOIN = 1;

    function _expectMarkRefused(bytes32 instrument, bytes memory refusal) private {
        uint64 observedAt = _observedAt();
        bytes[] memory shown = sections;
        vm.expectRevert(refusal);
        engine.mark(instrument, observedAt, shown);
    }

    function _expectMissing(bytes32 instrument) private {
        _expectMarkRefused(instrument, abi.encodeWithSelector(IMarginEngine.MissingSection.selector, instrument));
    }

    function _expectMarkMalformed() private {
        _expectMarkRefused(_perpetual(), abi.encodeWithSelector(IMarginEngine.MalformedPreimage.selector, BITCOIN));
    }

    function _expectAssetsMalformed(bytes memory assets) private {
        sections[ASSETS] = assets;
        MarginInput memory input = _input(_long());
        vm.expectRevert(abi.encodeWithSelector(IMarginEngine.MalformedPreimage.selector, ASSETS));
        engine.baseValue{gas: 10_000_000}(models, modelId, input);
    }

    function _expectForwardRefused(int64 forward) private {
        _changeBitcoin(EXPIRY_WORD, _fields(int64(uint64(EXPIRY)), forward, 0, 0));
        MarginInput memory input = _input(_one(_row(_future(), 1e8, SPOT, 0)));
        vm.expectRevert(abi.encodeWithSelector(Logarithm.LogarithmOfNonPositive.selector, int256(forward)));
        engine.baseValue(models, modelId, input);
    }

    function _changeBitcoin(uint256 index, bytes32 word) private {
        sections[BITCOIN] = _withWord(sections[BITCOIN], index, word);
    }

    // Instruments.

    function test_Mark_OfReservedBytes_InstrumentMalformed() public {
        bytes32 instrument = bytes32(uint256(_perpetual()) | 1);

        _expectMarkRefused(instrument, abi.encodeWithSelector(InstrumentId.InstrumentMalformed.selector, instrument));
    }

    function test_Mark_OfAnUnderlyingWithoutASection_MissingSection() public {
        _expectMissing(
            bytes32(abi.encodePacked(uint8(1), bytes8("ETH"), bytes6(USD), uint8(1), uint104(0), uint8(2), uint16(0)))
        );
    }

    function test_Mark_InAnotherCurrency_MissingSection() public {
        _expectMissing(
            bytes32(abi.encodePacked(uint8(1), bytes8(BTC), bytes6("EUR"), uint8(1), uint104(0), uint8(2), uint16(0)))
        );
    }

    function test_Mark_OfAPerpetualThatIsNotListed_MissingSection() public {
        _changeBitcoin(COUNTS_WORD, _fields(1, 0, 0, 0));

        _expectMissing(_perpetual());
    }

    function test_Mark_OfAStrikeThatIsNotListed_VolatilityMissing() public {
        _expectMarkRefused(_call(), abi.encodeWithSelector(IMarginEngine.VolatilityMissing.selector, _call()));
    }

    // An underlying's section.

    function test_Mark_OfAnotherCountOfExpiries_MalformedPreimage() public {
        _changeBitcoin(COUNTS_WORD, _fields(0, 1, 0, 0));
        _expectMarkMalformed();

        _changeBitcoin(COUNTS_WORD, _fields(2, 1, 0, 0));
        _expectMarkMalformed();
    }

    function test_Mark_OfAStrikeThatTheSectionLacks_MalformedPreimage() public {
        _changeBitcoin(EXPIRY_WORD + 1, _fields(ONE, 0, 0, 1));

        _expectMarkMalformed();
    }

    function test_Mark_OfASectionWithAWordMore_MalformedPreimage() public {
        sections[BITCOIN] = bytes.concat(sections[BITCOIN], bytes32(0));

        _expectMarkMalformed();
    }

    /// @notice Whole in every count, and two words above the most. Encoded by hand: each copy has 33 megabytes.
    function test_Mark_OfASectionOfTooManyWords_MalformedPreimage() public {
        uint256 words = MAX_WORDS + 2;
        _changeBitcoin(EXPIRY_WORD + 1, _fields(ONE, 0, 0, int64(uint64((words - 8) / 2))));
        bytes memory head = abi.encode(_perpetual(), NOW, 0x60, 2, 0x40, 0x60, 0, 32 * words);
        bytes memory strikes = new bytes(32 * (words - 8));

        (bool success, bytes memory answer) = address(engine).staticcall(
            bytes.concat(IMarginEngine.mark.selector, head, sections[BITCOIN], strikes)
        );

        assertTrue(!success, "refused");
        assertEq(answer, abi.encodeWithSelector(IMarginEngine.MalformedPreimage.selector, BITCOIN), "refusal");
    }

    /// @notice A forward that no registry takes has no logarithm.
    function test_BaseValue_OfAForwardThatIsNotPositive_LogarithmOfNonPositive() public {
        _expectForwardRefused(0);
        _expectForwardRefused(-1);
    }

    // The assets' section.

    function test_BaseValue_OfAnotherCountOfAssets_MalformedPreimage() public {
        _expectAssetsMalformed(abi.encode(MarginTags.SECTION, 1));
        _expectAssetsMalformed(abi.encode(MarginTags.SECTION, 0, bytes32("ETH"), _fields(ONE, ONE, 0, 0)));
    }

    /// @notice So many assets, 64 bytes each, have no length at all in 256 bits. Without the refusal the search for the
    /// stable coin goes on in what follows, until the call's gas ends it.
    function test_BaseValue_OfACountOfAssetsThatWrapsAround_MalformedPreimage() public {
        _expectAssetsMalformed(abi.encode(MarginTags.SECTION, uint256(1) << 250));
    }
}
