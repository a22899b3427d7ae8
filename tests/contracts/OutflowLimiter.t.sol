// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VerifierFixture} from "./support/VerifierFixture.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";

contract OutflowLimiterTests is VerifierFixture {
    address private constant CONSUMER = address(0xC1);
    address private constant OTHER = address(0xC2);

    /// @notice One million of bonds; beta 0.5 leaves 500,000 a window for all consumers.
    uint96 private constant FLOOR = 1_000_000e6;

    /// @notice The start of a window of one hour.
    uint64 private constant WINDOW_START = NOW - (NOW % 3600) + 3600;

    function setUp() public override {
        super.setUp();
        vm.warp(WINDOW_START);
        vm.prank(TIMELOCK);
        verifier.setBondedFloor(EPOCH, FLOOR);
        vm.prank(TIMELOCK);
        verifier.allocate(CONSUMER, 400_000);
    }

    function _spend(address consumer, uint128 amount) private {
        vm.prank(consumer);
        verifier.spend(EPOCH, amount);
    }

    function test_Available_FreshWindow_IsShareOfBetaOfFloor() public view {
        assertEq(verifier.available(EPOCH, CONSUMER), 200_000e6, "0.4 * 0.5 * 1,000,000");
    }

    function test_Available_EpochWithoutFloor_IsZero() public {
        vm.prank(TIMELOCK);
        verifier.registerEpoch(_signerSet(0x2E77, 5), 3, WINDOW_START, EPOCH_END);

        assertEq(verifier.available(2, CONSUMER), 0, "available");
    }

    function test_Spend_WholeShare_LeavesNothing() public {
        vm.expectEmit(address(verifier));
        emit IMarginVerifier.Spent(CONSUMER, EPOCH, 200_000e6);
        _spend(CONSUMER, 200_000e6);

        assertEq(verifier.available(EPOCH, CONSUMER), 0, "available");
    }

    function test_Spend_OneUnitMore_OutflowExceeded() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.OutflowExceeded.selector, 200_000e6 + 1, 200_000e6));
        _spend(CONSUMER, 200_000e6 + 1);
    }

    function test_Spend_InParts_OutflowExceededAtTheSum() public {
        _spend(CONSUMER, 150_000e6);

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.OutflowExceeded.selector, 50_000e6 + 1, 50_000e6));
        _spend(CONSUMER, 50_000e6 + 1);
    }

    function test_Spend_WithoutAllocation_OutflowExceeded() public {
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.OutflowExceeded.selector, 1, 0));
        _spend(OTHER, 1);
    }

    function test_Spend_NextWindow_StartsAfresh() public {
        _spend(CONSUMER, 200_000e6);
        vm.warp(WINDOW_START + 3599);
        assertEq(verifier.available(EPOCH, CONSUMER), 0, "last second of the window");
        vm.warp(WINDOW_START + 3600);

        assertEq(verifier.available(EPOCH, CONSUMER), 200_000e6, "next window");
    }

    function test_Spend_KilledEpoch_EpochKilled() public {
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);

        assertEq(verifier.available(EPOCH, CONSUMER), 0, "available");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochKilled.selector, EPOCH));
        _spend(CONSUMER, 1);
    }

    function test_Spend_UnknownEpoch_EpochNotActive() public {
        assertEq(verifier.available(2, CONSUMER), 0, "available");
        vm.prank(CONSUMER);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 2));
        verifier.spend(2, 1);
    }

    function test_Spend_ExpiredEpoch_EpochExpired() public {
        vm.warp(EPOCH_END);

        assertEq(verifier.available(EPOCH, CONSUMER), 0, "available");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochExpired.selector, EPOCH));
        _spend(CONSUMER, 1);
    }

    /// @notice A new epoch in the same window, with the same bond, does not pay twice.
    function test_Spend_AfterRotationInTheWindow_CountsWhatWasDrawn() public {
        _spend(CONSUMER, 150_000e6);
        vm.prank(TIMELOCK);
        verifier.registerEpoch(_signerSet(ATTESTER_SEED, 5), 3, WINDOW_START, EPOCH_END);
        vm.prank(TIMELOCK);
        verifier.setBondedFloor(2, FLOOR);

        assertEq(verifier.available(2, CONSUMER), 50_000e6, "available");
    }

    function test_Spend_FloorLoweredBelowWhatWasDrawn_OutflowExceeded() public {
        _spend(CONSUMER, 150_000e6);
        vm.prank(GUARDIAN);
        verifier.setBondedFloor(EPOCH, FLOOR / 2);

        assertEq(verifier.available(EPOCH, CONSUMER), 0, "available");
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.OutflowExceeded.selector, 1, 0));
        _spend(CONSUMER, 1);
    }

    function test_Allocate_BeyondTheWhole_AllocationExceeded() public {
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.AllocationExceeded.selector, 600_001, 600_000));
        verifier.allocate(OTHER, 600_001);
    }

    function test_Allocate_TheRest_Passes() public {
        vm.expectEmit(address(verifier));
        emit IMarginVerifier.Allocated(OTHER, 600_000);
        vm.prank(TIMELOCK);
        verifier.allocate(OTHER, 600_000);

        assertEq(verifier.available(EPOCH, OTHER), 300_000e6, "available");
    }

    /// @notice A share that one consumer spent cannot be moved to another within the window.
    function test_Allocate_ShareGivenUpInTheWindow_StaysTakenUntilTheNext() public {
        vm.prank(TIMELOCK);
        verifier.allocate(CONSUMER, 0);

        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.AllocationExceeded.selector, 600_001, 600_000));
        verifier.allocate(OTHER, 600_001);
        vm.warp(WINDOW_START + 3600);
        vm.prank(TIMELOCK);
        verifier.allocate(OTHER, 1_000_000);
        assertEq(verifier.available(EPOCH, OTHER), 500_000e6, "available");
    }

    function test_Allocate_UpwardByTheGuardian_OnlyDownward() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(IMarginVerifier.OnlyDownward.selector);
        verifier.allocate(CONSUMER, 400_001);
    }

    function test_Allocate_DownwardByTheGuardian_Passes() public {
        vm.prank(GUARDIAN);
        verifier.allocate(CONSUMER, 100_000);

        assertEq(verifier.available(EPOCH, CONSUMER), 50_000e6, "available");
    }

    function test_Allocate_ByAStranger_OnlyTimelock() public {
        vm.prank(CONSUMER);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, CONSUMER));
        verifier.allocate(CONSUMER, 0);
    }

    function test_SetBondedFloor_UpwardByTheGuardian_OnlyDownward() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(IMarginVerifier.OnlyDownward.selector);
        verifier.setBondedFloor(EPOCH, FLOOR + 1);
    }

    function test_SetBondedFloor_ByAStranger_OnlyTimelock() public {
        vm.prank(CONSUMER);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, CONSUMER));
        verifier.setBondedFloor(EPOCH, 0);
    }

    function test_NameBonds_OfNobody_RoleMissing() public {
        vm.prank(TIMELOCK);
        vm.expectRevert(IGoverned.RoleMissing.selector);
        verifier.nameBonds(address(0));
    }

    function test_SetBondedFloor_UnknownEpoch_EpochNotActive() public {
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 2));
        verifier.setBondedFloor(2, FLOOR);
    }

    /// @notice Ten consumers, any allocations and draws in any order: together they stay within beta * floor.
    function testFuzz_Spend_TenConsumersInOneWindow_StayWithinTheBond(
        uint32[20] memory shares,
        uint64[20] memory draws
    ) public {
        uint256 paid = 0;
        for (uint256 i = 0; i < 20; ++i) {
            address consumer = address(uint160(0xD0 + (i % 10)));
            vm.prank(TIMELOCK);
            try verifier.allocate(consumer, shares[i] % 1_000_001) {} catch {}
            uint128 amount = uint128(draws[i]) % FLOOR;
            vm.prank(consumer);
            try verifier.spend(EPOCH, amount) {
                paid += amount;
            } catch {}
        }
        assertAtMost(paid, FLOOR / 2, "outflow of the window");
    }
}
