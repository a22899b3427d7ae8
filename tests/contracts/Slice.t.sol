// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";
import {Slice} from "../../contracts/Slice.sol";

/// @title Fractions of rows, cash and collateral, in millionths.
contract SliceTests is Test {
    function test_OfSigned_KnownParts_AreRoundedUp() public pure {
        assertEq(Slice.ofSigned(200, 10_000), 2, "1 % of 200");
        assertEq(Slice.ofSigned(201, 10_000), 3, "1 % of 201");
        assertEq(Slice.ofSigned(-201, 10_000), -2, "1 % of a short of 201");
        assertEq(Slice.ofSigned(-7, 1e6), -7, "the whole of a short");
        assertEq(Slice.ofSigned(0, 500_000), 0, "nothing");
    }

    /// @notice A leg below 100 raw units, 0.000001 of the underlying, is the only one that 1 % can miss: a short stays,
    /// a long goes with one unit, so the taker never gets the worse of it.
    function test_OfSigned_SmallestLegs_FavourTheTaker() public pure {
        assertEq(Slice.ofSigned(-99, 10_000), 0, "a short of 99 units");
        assertEq(Slice.ofSigned(-100, 10_000), -1, "a short of 100 units");
        assertEq(Slice.ofSigned(1, 10_000), 1, "a long of one unit");
    }

    /// @notice 6 decimals: the base unit is 100 raw units, and every part a multiple of it.
    function test_OfCollateral_KnownParts_AreWholeBaseUnits() public pure {
        assertEq(uint256(Slice.ofCollateral(1_000, 250_000, 100)), 300, "a quarter of 1,000");
        assertEq(uint256(Slice.ofCollateral(1_000, 200_000, 100)), 200, "a fifth of 1,000");
        assertEq(uint256(Slice.ofCollateral(1_000, 1e6, 100)), 1_000, "the whole");
    }

    /// @notice exact <= part < exact + 1, in millionths.
    function testFuzz_OfSigned_AnyPart_ExceedsItsShareByLessThanAUnit(int128 part, uint32 fraction) public pure {
        fraction = fraction % (1e6 + 1);

        int256 excess = Slice.ofSigned(part, fraction) * 1e6 - int256(part) * int256(uint256(fraction));

        assertTrue(excess >= 0 && excess < 1e6, "less than a unit above");
    }

    function testFuzz_OfCollateral_AnyPart_StaysWithinTheWhole(uint64 units, uint32 fraction) public pure {
        fraction = fraction % (1e6 + 1);
        uint128 held = uint128(units) * 100;

        uint256 part = Slice.ofCollateral(held, fraction, 100);

        assertTrue(part <= held && part % 100 == 0, "whole units of what is held");
        assertTrue(part * 1e6 >= uint256(held) * fraction, "no less than its share");
        assertTrue(part * 1e6 < uint256(held) * fraction + 100e6, "less than a unit above");
    }
}
