// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultFixture} from "./support/VaultFixture.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {IVaultTrading} from "../../contracts/interfaces/IVaultTrading.sol";
import {
    Attestation,
    MarketInput,
    Purpose,
    Row,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Every function that asks who calls, called by everybody else: owner, stranger, guardian, timelock, auction.
contract GuardRoleTests is VaultFixture {
    address private _auction;

    function setUp() public override {
        super.setUp();
        _auction = address(auction);
        _deposit(aliceAccount, 1_000e6);
    }

    function test_FunctionsOfTheAuction_ByAnyoneElse_AreRefused() public {
        Attestation memory gate = _attestation(carolAccount, Purpose.Trade);
        IMarginVaultBase.SliceSale memory sale = IMarginVaultBase.SliceSale(aliceAccount, carolAccount, 1e6, 0);
        Row[] memory none = new Row[](0);
        MarketInput memory snapshot = MarketInput(round, market.snapshot(round).observedAt, sections);
        bytes[8] memory calls = [
            abi.encodeCall(IMarginVault.freeze, (aliceAccount)),
            abi.encodeCall(IMarginVault.markInsolvent, (aliceAccount)),
            abi.encodeCall(IMarginVault.markSolvent, (aliceAccount)),
            abi.encodeCall(IMarginVault.release, (aliceAccount)),
            abi.encodeCall(IMarginVault.reserveShortfall, (aliceAccount, 1)),
            abi.encodeCall(IMarginVault.releaseShortfall, (aliceAccount, 1)),
            abi.encodeCall(IVaultTrading.applySlice, (sale, none, none, gate, _signed(gate))),
            abi.encodeCall(IVaultTrading.applySliceProved, (sale, none, none, snapshot, 0))
        ];
        bytes4 refusal = IMarginVaultBase.OnlyAuction.selector;
        for (uint256 i = 0; i < calls.length; ++i) {
            _assertRefused(address(vault), calls[i], [alice, STRANGER, GUARDIAN, TIMELOCK], refusal);
        }
    }

    function test_FunctionsOfTheOwner_ByAnyoneElse_AreRefused() public {
        WithdrawRequest memory request = WithdrawRequest(aliceAccount, 0, 1e6, RECIPIENT);
        Attestation memory gate = _withdrawal(request);
        Signatures memory signatures = _signed(gate);
        bytes memory instant = _instantCall(request, gate, signatures);
        bytes memory queue = abi.encodeCall(IVaultExits.requestWithdraw, (request, gate, signatures));
        bytes[8] memory calls = [
            abi.encodeCall(IMarginVault.depositCollateral, (aliceAccount, 1, 1)),
            queue,
            abi.encodeCall(IVaultExits.withdrawFlat, (request)),
            abi.encodeCall(IMarginVault.cancelOrders, (aliceAccount, 1)),
            abi.encodeCall(IVaultExits.withdrawProvedSession, (request, bytes32(0))),
            abi.encodeCall(IVaultExits.requestExit, (aliceAccount)),
            abi.encodeCall(IVaultExits.escape, (request, new Row[](0))),
            abi.encodeCall(IVaultExits.cancelWithdraw, (1))
        ];
        bytes4 refusal = IMarginVaultBase.NotOwner.selector;
        for (uint256 i = 0; i < calls.length - 1; ++i) {
            _assertRefused(address(vault), calls[i], [bob, STRANGER, GUARDIAN, _auction], refusal);
        }
        vm.prank(alice);
        (bool queued, ) = address(vault).call(queue);
        assertTrue(queued, "queued");
        _assertRefused(address(vault), calls[7], [bob, STRANGER, GUARDIAN, TIMELOCK], refusal);
        // The caller and a subaccount are the account: anyone else's is another.
        bytes4 unknown = IMarginVaultBase.AccountUnknown.selector;
        _assertRefused(address(vault), instant, [STRANGER, GUARDIAN, _auction, TIMELOCK], unknown);
    }

    function test_FunctionsOfTheTimelock_ByAnyoneElse_AreRefused() public {
        address[] memory signers = _signerSet(0xD1F, 3);
        IModelRegistry.ModelPlan memory plan;
        bytes4 refusal = IGoverned.OnlyTimelock.selector;
        address[4] memory others = [alice, STRANGER, GUARDIAN, _auction];
        bytes memory register = abi.encodeCall(ICommittee.registerEpoch, (signers, 2, NOW + 1, NOW + 2));
        bytes memory setReference = abi.encodeCall(IMarketRegistry.setReference, (BTC, address(feed), 1, 1, 1));
        _assertRefused(address(vault), abi.encodeCall(IMarginVault.registerAsset, ("X", alice, 1)), others, refusal);
        _assertRefused(address(vault), abi.encodeCall(IMarginVault.adoptModel, (modelId)), others, refusal);
        _assertRefused(address(verifier), register, others, refusal);
        _assertRefused(address(market), register, others, refusal);
        _assertRefused(address(market), setReference, others, refusal);
        _assertRefused(address(models), abi.encodeCall(IModelRegistry.schedule, (plan)), others, refusal);
        _assertRefused(address(models), abi.encodeCall(IModelRegistry.retire, (modelId)), others, refusal);
    }

    function test_FunctionsOfTheGuardian_ByAnyoneElse_AreRefused() public {
        bytes memory kill = abi.encodeCall(ICommittee.killEpoch, (EPOCH));
        address[4] memory others = [alice, STRANGER, TIMELOCK, _auction];
        _assertRefused(address(verifier), kill, others, IGoverned.OnlyGuardian.selector);
        _assertRefused(address(market), kill, others, IGoverned.OnlyGuardian.selector);
    }

    /// @notice The guardian may lower a limit; raising it, or leaving it where it is, needs the timelock.
    function test_Limits_RaisedByAnyoneButTheTimelock_AreRefused() public {
        bytes[2] memory caps = [
            abi.encodeCall(IMarginVault.setDepositCap, (0, 1e18)),
            abi.encodeCall(IMarginVault.setOpenInterestCap, (BTC, 1_000_000e8))
        ];
        for (uint256 i = 0; i < 2; ++i) {
            bytes4 downward = IMarginVaultBase.OnlyDownward.selector;
            _assertRefused(address(vault), caps[i], [alice, STRANGER, GUARDIAN, _auction], downward);
        }

        bytes memory allocate = abi.encodeCall(IMarginVerifier.allocate, (address(vault), 1_000_000));
        bytes memory floor = abi.encodeCall(IMarginVerifier.setBondedFloor, (EPOCH, 2_000_000e6));
        address[4] memory strangers = [alice, STRANGER, _auction, address(vault)];
        address[4] memory guardian = [GUARDIAN, GUARDIAN, GUARDIAN, GUARDIAN];
        _assertRefused(address(verifier), allocate, strangers, IGoverned.OnlyTimelock.selector);
        _assertRefused(address(verifier), floor, strangers, IGoverned.OnlyTimelock.selector);
        _assertRefused(address(verifier), allocate, guardian, IMarginVerifier.OnlyDownward.selector);
        _assertRefused(address(verifier), floor, guardian, IMarginVerifier.OnlyDownward.selector);
    }

    function test_Pause_ByAnyoneButTheRoles_IsRefused() public {
        bytes memory pause = abi.encodeCall(IMarginVault.pause, (0, 1));
        _assertRefused(address(vault), pause, [alice, bob, STRANGER, _auction], IGoverned.OnlyTimelock.selector);
    }

    /// @notice A contract without a share draws on nothing.
    function test_Spend_ByAnyoneWithoutAShare_IsRefused() public {
        bytes memory spend = abi.encodeCall(IMarginVerifier.spend, (EPOCH, 1));
        address[4] memory others = [alice, STRANGER, GUARDIAN, TIMELOCK];
        _assertRefused(address(verifier), spend, others, IMarginVerifier.OutflowExceeded.selector);
    }

    function _assertRefused(address target, bytes memory data, address[4] memory callers, bytes4 refusal) private {
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(callers[i]);
            (bool done, bytes memory answer) = target.call(data);
            assertTrue(!done, "refused");
            assertEq(bytes32(bytes4(answer)), bytes32(refusal), string.concat("caller ", vm.toString(i)));
        }
    }
}
