// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {Scale} from "../Kernel/Numerics/Scale.sol";
import {Black76} from "../Kernel/Pricing/Black76.sol";
import {SviSmile} from "../Kernel/Pricing/SviSmile.sol";
import {MarketRow} from "../MarketRow.sol";

/// @title Look-ups in the sections of a registered snapshot.
/// @notice A section is known by the place of its first word in calldata; zero is none.
library MarketView {
    using MarketRow for bytes32;

    uint256 internal constant ASSET_HEAD = 2;
    uint256 internal constant COUNTS_WORD = 1;
    uint256 internal constant UNDERLYING_WORD = 2;
    uint256 internal constant QUOTE_WORD = 3;
    uint256 internal constant SPOT_WORD = 4;
    uint256 internal constant PERPETUAL_WORD = 5;
    uint256 internal constant EXPIRY_WORD = 6;
    uint256 internal constant SVI_FORM = 1 << 32;
    uint256 private constant RAW12_PER_ONE = uint256(Scale.UNITS_PER_ONE);
    /// @notice A volatility of 100,000, below the largest that is resolved.
    uint256 private constant PLAIN_RAW12 = 1e17;
    /// @notice Most words of a section: more would not fit a transaction.
    uint256 private constant MAX_WORDS = 1 << 20;

    /// @notice The section of an underlying; section 0 holds the assets.
    function sectionOf(bytes[] calldata sections, bytes32 underlying) internal pure returns (uint256 section) {
        unchecked {
            for (uint256 i = 1; i < sections.length; ++i) {
                bytes calldata candidate = sections[i];
                if (candidate.length < 32 * EXPIRY_WORD) continue;
                assembly ("memory-safe") {
                    section := candidate.offset
                }
                if (word(section, UNDERLYING_WORD) != underlying) continue;
                _requireWhole(section, candidate.length / 32, i);
                return section;
            }
            return 0;
        }
    }

    /// @notice The currency that every price is in; zero without any underlying.
    function quoteOf(bytes[] calldata sections) internal pure returns (bytes32) {
        if (sections.length < 2 || sections[1].length < 32 * EXPIRY_WORD) return 0;
        return bytes32(sections[1][32 * QUOTE_WORD:32 * (QUOTE_WORD + 1)]);
    }

    /// @notice An asset's price and confidence, 1e-12; zero when the snapshot does not list it.
    function assetOf(bytes[] calldata sections, bytes32 asset) internal pure returns (int256, int256) {
        if (sections.length == 0) return (0, 0);
        bytes calldata assets = sections[0];
        if (assets.length < 32 * ASSET_HEAD) return (0, 0);
        unchecked {
            uint256 section;
            assembly ("memory-safe") {
                section := assets.offset
            }
            uint256 count = uint256(word(section, COUNTS_WORD));
            if (count > MAX_WORDS || assets.length != 32 * (ASSET_HEAD + 2 * count)) {
                revert IMarginEngine.MalformedPreimage(0);
            }
            for (uint256 i = 0; i < count; ++i) {
                if (word(section, ASSET_HEAD + 2 * i) != asset) continue;
                bytes32 row = word(section, ASSET_HEAD + 2 * i + 1);
                return (row.signed(0), row.signed(1));
            }
            return (0, 0);
        }
    }

    /// @notice The place of an expiry's first word in its section, in words; zero when it is not listed.
    function expiryOf(uint256 section, uint256 expiry) internal pure returns (uint256 at_) {
        unchecked {
            uint256 count = word(section, COUNTS_WORD).field(0);
            at_ = EXPIRY_WORD;
            for (uint256 i = 0; i < count; ++i) {
                uint256 own = word(section, at_).field(0);
                if (own == expiry) return at_;
                // Expiries ascend.
                if (own > expiry) return 0;
                at_ = _next(section, at_);
            }
            return 0;
        }
    }

    /// @notice The volatility of a strike, scale 2^46: listed, or on the smile; negative when none is listed.
    /// @param section The underlying's section.
    /// @param at_ Where the expiry's rows begin.
    /// @param instrument The option.
    function volatilityOf(uint256 section, uint256 at_, bytes32 instrument) internal pure returns (int256 sigmaQ46) {
        (uint256 row, uint256 end) = strikesOf(section, at_);
        uint64 strike = InstrumentId.strike(instrument);
        if (row == 0) return smileOf(section, at_, int256(uint256(strike)));
        (sigmaQ46, ) = listedOf(row, end, strike);
    }

    /// @notice Where an expiry's strike rows stand in calldata; zeroes when it has a smile instead.
    function strikesOf(uint256 section, uint256 at_) internal pure returns (uint256 row, uint256 end) {
        unchecked {
            uint256 form = word(section, at_ + 1).field(3);
            if (form == SVI_FORM) return (0, 0);
            row = section + 32 * (at_ + 2);
            end = row + 64 * form;
        }
    }

    /// @notice The volatility that strike rows list for a strike, scale 2^46, as Scale.clamp has it; negative when they
    /// do not.
    /// @param row The first row that may be the one: strikes ascend in a book as in a section.
    /// @param end Where the rows end.
    /// @return sigmaQ46 The volatility.
    /// @return next The first row that a higher strike may have.
    function listedOf(uint256 row, uint256 end, uint256 strike) internal pure returns (int256 sigmaQ46, uint256 next) {
        unchecked {
            for (next = row; next < end; next += 0x40) {
                uint256 listed;
                // Words of the section, whose counts were compared with its length.
                assembly ("memory-safe") {
                    listed := and(shr(24, calldataload(next)), 0xffffffffffffffff)
                }
                if (listed == strike) {
                    int256 raw12;
                    assembly ("memory-safe") {
                        raw12 := signextend(7, calldataload(add(next, 0x20)))
                    }
                    // Of what has nothing to saturate or to floor towards less than zero only the division is left.
                    if (uint256(raw12) <= PLAIN_RAW12) sigmaQ46 = int256((uint256(raw12) << 46) / RAW12_PER_ONE);
                    else sigmaQ46 = Scale.clamp(raw12, 46);
                    return (sigmaQ46, next + 0x40);
                }
                if (listed > strike) break;
            }
            return (-1, next);
        }
    }

    /// @notice The volatility that an expiry's smile has at a strike, scale 2^46.
    function smileOf(uint256 section, uint256 at_, int256 strike) internal pure returns (int256) {
        return _smile(section, at_ + 2, strike);
    }

    /// @notice Word `index` of a section.
    function word(uint256 section, uint256 index) internal pure returns (bytes32 row) {
        assembly ("memory-safe") {
            row := calldataload(add(section, shl(5, index)))
        }
    }

    function _smile(uint256 section, uint256 at_, int256 strike) private pure returns (int256) {
        unchecked {
            bytes32 first = word(section, at_);
            bytes32 second = word(section, at_ + 1);
            return
                SviSmile.volatility(
                    Scale.clamp(first.signed(0), 46),
                    Scale.clamp(first.signed(1), 46),
                    Scale.clamp(first.signed(2), 46),
                    Scale.clamp(first.signed(3), 46),
                    Scale.clamp(second.signed(0), 46),
                    strike,
                    second.signed(1),
                    Black76.years_(second.signed(2))
                );
        }
    }

    function _next(uint256 section, uint256 at_) private pure returns (uint256) {
        unchecked {
            uint256 form = word(section, at_ + 1).field(3);
            return form == SVI_FORM ? at_ + 4 : at_ + 2 + 2 * form;
        }
    }

    /// @dev The expiries end where the section does, so that no look-up leaves it: one more would pass it.
    function _requireWhole(uint256 section, uint256 words, uint256 position) private pure {
        unchecked {
            uint256 count = word(section, COUNTS_WORD).field(0);
            uint256 at_ = EXPIRY_WORD;
            for (uint256 i = 0; i < count && at_ <= words; ++i) at_ = _next(section, at_);
            if (at_ != words || words > MAX_WORDS) revert IMarginEngine.MalformedPreimage(uint8(position));
        }
    }
}
