// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketFixture} from "./support/MarketFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {MarketRegistry} from "../../contracts/MarketRegistry.sol";
import {Signatures} from "../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";

/// @title Sections that are signed and yet not canonical: each is refused at the word at fault.
contract MarketSectionTests is MarketFixture {
    uint64 private constant WHOLE = 1e12;
    uint64 private constant NEGATIVE = type(uint64).max;
    uint64 private constant SPOT = uint64(SectionBuilder.BTC_SPOT);
    uint64 private constant EXPIRY = SectionBuilder.EXPIRY;
    uint64 private constant TOO_HIGH = uint64(1) << 62;

    function _w(uint64 a, uint64 b, uint64 c, uint64 d) private pure returns (bytes32) {
        return SectionBuilder.word(a, b, c, d);
    }

    /// @notice Replaces one word of one section, signs, and expects MalformedSection at `fault`.
    function _expectMalformed(uint256 section, uint256 index, bytes32 value, uint256 fault) private {
        bytes[] memory sections = _sections(NOW);
        sections[section] = SectionBuilder.replaced(sections[section], index, value);
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, section, fault), sections);
    }

    function _expectMalformed(uint256 section, uint256 index, bytes32 value) private {
        _expectMalformed(section, index, value, index);
    }

    function test_Register_WrongTag_MalformedSection() public {
        _expectMalformed(0, 0, keccak256("VM1.MARKET"));
        _expectMalformed(1, 0, keccak256("VM1.ROWS"));
        _expectMalformed(2, 0, 0);
    }

    function test_Register_AssetRows_MalformedSection() public {
        _expectMalformed(0, 1, bytes32(uint256(2)));
        _expectMalformed(0, 1, bytes32(type(uint256).max));
        _expectMalformed(0, 2, 0);
        _expectMalformed(0, 2, "usdc");
        _expectMalformed(0, 2, "USDC\x00C");
        _expectMalformed(0, 2, "USDCOIN");
        _expectMalformed(0, 3, _w(0, WHOLE, NOW, 0));
        _expectMalformed(0, 3, _w(NEGATIVE, WHOLE, NOW, 0));
        _expectMalformed(0, 3, _w(TOO_HIGH, WHOLE, NOW, 0));
        _expectMalformed(0, 3, _w(WHOLE, WHOLE + 1, NOW, 0));
        _expectMalformed(0, 3, _w(WHOLE, NEGATIVE, NOW, 0));
        _expectMalformed(0, 3, _w(WHOLE, WHOLE, NOW, 1));
    }

    function test_Register_AssetsNotAscending_MalformedSection() public {
        bytes[] memory sections = _sections(NOW);
        bytes32 row = _w(WHOLE, WHOLE, NOW, 0);
        sections[0] = abi.encodePacked(
            SectionBuilder.TAG_SECTION,
            uint256(2),
            bytes32("ETH"),
            row,
            bytes32("BTC"),
            row
        );
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 0, 4), sections);

        sections[0] = abi.encodePacked(
            SectionBuilder.TAG_SECTION,
            uint256(2),
            bytes32("ETH"),
            row,
            bytes32("ETH"),
            row
        );
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 0, 4), sections);
    }

    function test_Register_UnderlyingHead_MalformedSection() public {
        _expectMalformed(1, 1, _w(1, 2, 0, 0));
        _expectMalformed(1, 1, _w(1, 1, 1, 0));
        _expectMalformed(1, 1, _w(1, 1, 0, 1));
        _expectMalformed(1, 2, "btc");
        _expectMalformed(1, 2, "BTCBTCBTC");
        _expectMalformed(1, 3, "usd");
        _expectMalformed(1, 3, "USDOLLAR");
        _expectMalformed(1, 4, _w(0, WHOLE, NOW, 0));
        _expectMalformed(1, 4, _w(TOO_HIGH, WHOLE, NOW, 0));
        _expectMalformed(1, 4, _w(SPOT, WHOLE + 1, NOW, 0));
        _expectMalformed(1, 4, _w(SPOT, WHOLE, NOW, NEGATIVE));
    }

    function test_Register_Perpetual_MalformedSection() public {
        _expectMalformed(1, 5, _w(0, 0, WHOLE, NOW));
        _expectMalformed(1, 5, _w(TOO_HIGH, 0, WHOLE, NOW));
        _expectMalformed(1, 5, _w(SPOT, 0, NEGATIVE, NOW));
        _expectMalformed(2, 5, bytes32(uint256(1)));
    }

    function test_Register_Expiry_MalformedSection() public {
        _expectMalformed(1, 6, _w(0, SPOT, 0, 0));
        _expectMalformed(1, 6, _w(uint64(1) << 40, SPOT, 0, 0));
        _expectMalformed(1, 6, _w(EXPIRY, 0, 0, 0));
        _expectMalformed(1, 6, _w(EXPIRY, TOO_HIGH, 0, 0));
        _expectMalformed(1, 6, _w(EXPIRY, SPOT, SPOT + 1, 0));
        _expectMalformed(1, 6, _w(EXPIRY, SPOT, NEGATIVE, 0));
        _expectMalformed(1, 7, _w(WHOLE + 1, NOW, 0, 2));
        _expectMalformed(1, 7, _w(WHOLE, NOW, NEGATIVE, 2));
        _expectMalformed(1, 7, _w(WHOLE, NOW, 0, (uint64(1) << 32) + 1));
    }

    /// @notice Counts that claim more words than there are, or fewer.
    function test_Register_CountsNotTheLength_MalformedSection() public {
        _expectMalformed(1, 1, _w(2, 1, 0, 0), 12);
        _expectMalformed(1, 1, _w(0, 1, 0, 0), 6);
        _expectMalformed(1, 1, _w(NEGATIVE, 1, 0, 0), 12);
        _expectMalformed(1, 7, _w(WHOLE, NOW, 0, 3), 12);
        _expectMalformed(1, 7, _w(WHOLE, NOW, 0, 1), 10);
        _expectMalformed(1, 7, _w(WHOLE, NOW, 0, (uint64(1) << 32) - 1), 12);
        _expectMalformed(2, 7, _w(WHOLE, NOW, 0, 0), 8);
    }

    function test_Register_ExpiriesNotAscending_MalformedSection() public {
        bytes[] memory sections = _sections(NOW);
        bytes memory again = SectionBuilder.expiry(SPOT, NOW, 0, 0);
        sections[1] = bytes.concat(SectionBuilder.replaced(sections[1], 1, _w(2, 1, 0, 0)), again);

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 1, 12), sections);
    }

    function test_Register_Strikes_MalformedSection() public {
        _expectMalformed(1, 8, 0);
        _expectMalformed(1, 8, _strike(1, "ETH", "USD", 0, uint40(EXPIRY), 45_000e8, 0, 0));
        _expectMalformed(1, 8, _strike(1, "BTC", "USDC", 0, uint40(EXPIRY), 45_000e8, 0, 0));
        _expectMalformed(1, 8, _strike(2, "BTC", "USD", 0, uint40(EXPIRY), 45_000e8, 0, 0));
        _expectMalformed(1, 8, _strike(1, "BTC", "USD", 1, uint40(EXPIRY), 45_000e8, 0, 0));
        _expectMalformed(1, 8, _strike(1, "BTC", "USD", 0, uint40(EXPIRY) + 1, 45_000e8, 0, 0));
        _expectMalformed(1, 8, _strike(1, "BTC", "USD", 0, uint40(EXPIRY), 0, 0, 0));
        _expectMalformed(1, 8, _strike(1, "BTC", "USD", 0, uint40(EXPIRY), TOO_HIGH, 0, 0));
        _expectMalformed(1, 8, _strike(1, "BTC", "USD", 0, uint40(EXPIRY), 45_000e8, 4, 0));
        _expectMalformed(1, 8, _strike(1, "BTC", "USD", 0, uint40(EXPIRY), 45_000e8, 0, 1));
        _expectMalformed(1, 8, _strike(1, "BTC", "USD", 0, uint40(EXPIRY), 50_000e8, 0, 0), 10);
        _expectMalformed(1, 10, _strike(1, "BTC", "USD", 0, uint40(EXPIRY), 44_999e8, 0, 0));
        _expectMalformed(1, 9, bytes32(uint256(1) << 63));
        _expectMalformed(1, 9, bytes32(type(uint256).max));
    }

    function test_Register_Svi_MalformedSection() public {
        _expectMalformed(2, 9, _w(1, 0, 604_800, 0));
        _expectMalformed(2, 9, _w(1, TOO_HIGH, 604_800, 0));
        _expectMalformed(2, 9, _w(1, SPOT, NEGATIVE, 0));
        _expectMalformed(2, 9, _w(1, SPOT, 604_800, 1));
    }

    function test_Register_ByteTooMany_MalformedSection() public {
        bytes[] memory sections = _sections(NOW);
        sections[1] = bytes.concat(sections[1], hex"00");

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 1, 12), sections);
    }

    function test_Register_WordTooMany_MalformedSection() public {
        bytes[] memory sections = _sections(NOW);
        sections[2] = bytes.concat(sections[2], bytes32(0));

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 2, 10), sections);
    }

    function test_Register_EmptySection_MalformedSection() public {
        bytes[] memory sections = _sections(NOW);
        sections[1] = "";

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 1, 0), sections);
    }

    /// @notice A section cut after any word is refused, wherever the cut.
    function testFuzz_Register_SectionCutShort_MalformedSection(uint256 words, bool second) public {
        bytes[] memory sections = _sections(NOW);
        uint256 section = second ? 2 : 1;
        words %= sections[section].length / 32;
        bytes memory cut = sections[section];
        assembly ("memory-safe") {
            mstore(cut, shl(5, words))
        }
        Signatures memory signatures = _signSnapshot(ROUND, NOW, sections);

        (bool accepted, bytes memory answer) = address(registry).call(
            abi.encodeCall(MarketRegistry.register, (ROUND, NOW, EPOCH, sections, signatures))
        );

        assertTrue(!accepted, "refused");
        assertEq(bytes32(bytes4(answer)), bytes32(IMarketRegistry.MalformedSection.selector), "error");
    }

    // Settlement prices inside rows.

    function test_Register_SettlementPriceNotRegistered_SettlementMismatch() public {
        bytes[] memory sections = _sections(NOW);
        sections[1] = SectionBuilder.replaced(sections[1], 7, _w(WHOLE, NOW, SPOT, 2));

        _expectRefused(
            abi.encodeWithSelector(
                IMarketRegistry.SettlementMismatch.selector,
                SectionBuilder.BTC,
                EXPIRY,
                SectionBuilder.BTC_SPOT,
                0
            ),
            sections
        );
    }

    function test_Register_SettlementPriceAsRegistered_Passes() public {
        uint64 expiry = NOW - 60;
        bytes32 digest = registry.settlementDigest(SectionBuilder.BTC, uint40(expiry), SectionBuilder.BTC_SPOT, EPOCH);
        registry.registerSettlement(
            SectionBuilder.BTC,
            uint40(expiry),
            SectionBuilder.BTC_SPOT,
            EPOCH,
            _sign(PUBLISHER_SEED, 3, QUORUM, digest)
        );
        bytes[] memory sections = _sections(NOW);
        sections[1] = abi.encodePacked(
            SectionBuilder.TAG_SECTION,
            _w(1, 0, 0, 0),
            SectionBuilder.BTC,
            SectionBuilder.USD,
            _w(SPOT, WHOLE, NOW, 0),
            bytes32(0),
            _w(expiry, SPOT, SPOT, 0),
            _w(WHOLE, NOW, SPOT, 0)
        );
        _register(NOW, sections);

        assertEq(registry.latestRound(), ROUND, "latest");
    }

    function _strike(
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
}
