// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BareConsumer} from "./support/BareConsumer.sol";
import {ConsumerFixture} from "./support/ConsumerFixture.sol";
import {MarginConsumer} from "../../contracts/MarginConsumer.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {Capability, IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {Attestation, Purpose, Signatures, Subject} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title The rules of each purpose, of the market's age and of the model.
contract MarginConsumerTests is ConsumerFixture {
    bytes32 private constant ACCOUNT = keccak256("account");
    uint64 private constant SEQUENCE = 17;
    uint32 private constant MAX_AGE = 10;

    BareConsumer private bare;

    event Measured(string what, uint256 gasUsed);

    // Purposes.

    function test_Require_EachPurposeThatMovesMoney_ReturnsTheDigest() public {
        Purpose[3] memory purposes = [Purpose.Withdraw, Purpose.Trade, Purpose.Reduce];
        for (uint256 i = 0; i < 3; ++i) {
            Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, purposes[i]);

            assertEq(_gate(attestation, 0, 0), verifier.digest(attestation), "digest");
        }
    }

    function test_Require_ReportOrNone_WrongPurpose() public {
        _expectRefused(
            abi.encodeWithSelector(IMarginVaultBase.WrongPurpose.selector, Purpose.Report),
            _attest(ACCOUNT, SEQUENCE, Purpose.Report)
        );
        _expectRefused(
            abi.encodeWithSelector(IMarginVaultBase.WrongPurpose.selector, Purpose.None),
            _attest(ACCOUNT, SEQUENCE, Purpose.None)
        );
    }

    function test_Require_NegativeEquityAndNoMargin_InitialMarginNotMet() public {
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Trade);
        (attestation.equity, attestation.initialMargin) = (-1, 0);

        _expectRefused(
            abi.encodeWithSelector(IMarginVaultBase.InitialMarginNotMet.selector, int128(-1), 0),
            attestation
        );
    }

    function test_Require_LessCashThanAttested_CashBelowAttested() public {
        bytes memory refusal = abi.encodeWithSelector(
            IMarginVaultBase.CashBelowAttested.selector,
            int128(0),
            int128(1)
        );
        Purpose[3] memory purposes = [Purpose.Withdraw, Purpose.Trade, Purpose.Reduce];
        for (uint256 i = 0; i < 3; ++i) {
            Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, purposes[i]);
            attestation.cash = 1;

            _expectRefused(refusal, attestation);
        }
    }

    // Reduce.

    function test_Require_ReduceAtMaintenanceMargin_Passes() public {
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Reduce);
        (attestation.equity, attestation.priorExcess) = (60_000e6, -20_000e6);

        assertEq(_gate(attestation, 0, 0), verifier.digest(attestation), "digest");
    }

    function test_Require_ReduceOneBelowMaintenanceMargin_MaintenanceMarginNotMet() public {
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Reduce);
        (attestation.equity, attestation.priorExcess) = (60_000e6 - 1, -30_000e6);

        _expectRefused(
            abi.encodeWithSelector(IMarginVaultBase.MaintenanceMarginNotMet.selector, int128(60_000e6 - 1), 60_000e6),
            attestation
        );
    }

    /// @notice Excess was -15,000 + 3,000 of cash; after it is 70,000 - 80,000 + 2,000: two thousand better.
    function test_Require_ReduceWithCash_CountsItOnBothSides() public {
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Reduce);
        (attestation.equity, attestation.priorExcess, attestation.cash) = (70_000e6, -15_000e6, 1_000e6);

        assertEq(_gate(attestation, 3_000e6, 3_000e6), verifier.digest(attestation), "digest");
    }

    function test_Require_ReduceThatLowersTheExcess_ExcessNotImproved() public {
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Reduce);
        (attestation.equity, attestation.priorExcess) = (70_000e6, -12_000e6);

        bytes memory refusal = abi.encodeWithSelector(
            IMarginVaultBase.ExcessNotImproved.selector,
            int128(-10_000e6 + 1),
            int128(-10_000e6)
        );
        _expectRefused(refusal, attestation, 2_000e6 + 1, 0);
    }

    function test_Require_ReduceBeyondTheRangeOfMoney_Refused() public {
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Reduce);
        attestation.equity = type(int128).max;

        bytes memory refusal = abi.encodeWithSelector(
            IMarginVaultBase.QuantityTooLarge.selector,
            int256(type(int128).max) + 1
        );
        _expectRefused(refusal, attestation, 0, 1);
    }

    // Liquidate.

    /// @notice 59,999.999999 attested with no cash; the account has received one unit since.
    function test_Require_LiquidateAtMaintenanceMargin_NotBelowMaintenance() public {
        Attestation memory attestation = _breach(60_000e6 - 1);

        _expectRefused(
            abi.encodeWithSelector(
                ILiquidationAuction.NotBelowMaintenance.selector,
                int128(60_000e6),
                uint128(60_000e6)
            ),
            attestation,
            0,
            1
        );
    }

    function test_Require_LiquidateOneBelowMaintenanceMargin_Passes() public {
        Attestation memory attestation = _breach(60_000e6);

        assertEq(_gate(attestation, 0, -1), verifier.digest(attestation), "digest");
    }

    // The market.

    function test_Require_SnapshotAtMaxAge_Passes() public {
        vm.warp(market.snapshot(round).observedAt + MAX_AGE);
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Withdraw);

        assertEq(_gate(attestation, 0, 0), verifier.digest(attestation), "digest");
    }

    function test_Require_SnapshotOneSecondOlder_SnapshotStale() public {
        uint64 observedAt = market.snapshot(round).observedAt;
        vm.warp(observedAt + MAX_AGE + 1);

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, observedAt, MAX_AGE),
            _attest(ACCOUNT, SEQUENCE, Purpose.Withdraw)
        );
    }

    /// @notice The predecessor in its grace serves exits and trades, but no liquidation.
    function test_Require_PredecessorOfTheLatestRound_ServesAllButLiquidations() public {
        Attestation memory withdrawal = _attest(ACCOUNT, SEQUENCE, Purpose.Withdraw);
        Attestation memory breach = _breach(0);
        uint64 observedAt = market.snapshot(round).observedAt;
        bare = new BareConsumer(address(verifier), address(market), address(models), modelId, 60);
        (withdrawal.consumer, breach.consumer) = (address(bare), address(bare));
        vm.warp(observedAt);
        _nextRound(SPOT, 0);

        assertEq(_gate(withdrawal, 0, 0), verifier.digest(withdrawal), "digest");
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, round - 1, round), breach);
    }

    function test_Require_MarketJumped_OnlyRiskMayFall() public {
        _nextRound((SPOT * 106) / 100, 0);
        bytes memory refusal = abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, 1, 0);
        Attestation memory reduction = _attest(ACCOUNT, SEQUENCE, Purpose.Reduce);

        _expectRefused(refusal, _attest(ACCOUNT, SEQUENCE, Purpose.Withdraw));
        _expectRefused(refusal, _attest(ACCOUNT, SEQUENCE, Purpose.Trade));
        assertEq(_gate(reduction, 0, 0), verifier.digest(reduction), "digest");
    }

    // The model.

    function test_AdoptModel_Another_TakesItsAttestationsOnly() public {
        Attestation memory old = _attest(ACCOUNT, SEQUENCE, Purpose.Withdraw);
        bytes32 next = _scheduleModel(Capability.DISPUTE, 2);
        bare.adoptModel(next);
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Withdraw);

        assertEq(bare.adoptedModel(), next, "adopted");
        assertEq(_gate(attestation, 0, 0), verifier.digest(attestation), "digest");
        _expectRefused(abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, modelId, next), old);
    }

    function test_AdoptModel_Unknown_ModelUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelUnknown.selector, BOOK));
        bare.adoptModel(BOOK);
    }

    function test_AdoptModel_ThatCannotBeDisputed_ProfileNotEnforceable() public {
        bytes32 weak = _scheduleModel(Capability.SELF_PROOF, 3);

        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ProfileNotEnforceable.selector, weak, Capability.DISPUTE)
        );
        bare.adoptModel(weak);
    }

    // Spending and construction.

    function test_Spend_DrawsOnTheConsumersOwnShare() public {
        uint128 vaults = verifier.available(EPOCH, address(vault));
        bare.spend(EPOCH, 1_000e6);

        assertEq(verifier.available(EPOCH, address(bare)), WINDOW_SHARE - 1_000e6, "left");
        assertEq(verifier.available(EPOCH, address(vault)), vaults, "vault's");
    }

    function test_Construct_WithoutAge_LimitOutOfRange() public {
        vm.expectRevert(IMarginVaultBase.LimitOutOfRange.selector);
        new BareConsumer(address(verifier), address(market), address(models), modelId, 0);
    }

    function test_Construct_AddressWithoutCode_CodeMissing() public {
        bytes memory refusal = abi.encodeWithSelector(MarginConsumer.CodeMissing.selector, STRANGER);
        vm.expectRevert(refusal);
        this.deploy(STRANGER, address(market), address(models));
        vm.expectRevert(refusal);
        this.deploy(address(verifier), STRANGER, address(models));
        vm.expectRevert(refusal);
        this.deploy(address(verifier), address(market), STRANGER);
    }

    /// @notice A call of its own, since a creation that reverts as expected ends the function that it is in.
    function deploy(address verifier_, address market_, address models_) external {
        new BareConsumer(verifier_, market_, models_, modelId, MAX_AGE);
    }

    // Gas.

    /// @notice Measured 68,004 in a transaction of its own, where every account and word is cold: 22.4k the verifier,
    /// 22.1k the mark of the used attestation, 9.9k the market, 5.4k the model.
    /// forge-config: default.isolate = true
    function test_Require_Withdrawal_StaysUnder70000Gas() public {
        Attestation memory attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Withdraw);
        Signatures memory signatures = _signed(attestation);
        Subject memory subject = _subject(attestation, 0, 0);
        bare.gate(attestation, signatures, subject);

        emit Measured("MarginConsumer._require", bare.gasUsed());
        assertAtMost(bare.gasUsed(), 70_000, "gas of _require");
    }

    function _deployConsumer() internal override returns (address) {
        // From its artifact: gas that is measured is not that of a test's code (scripts/solc).
        bytes memory arguments = abi.encode(verifier, market, models, modelId, MAX_AGE);
        bare = BareConsumer(vm.deployCode("BareConsumer.sol:BareConsumer", arguments));
        return address(bare);
    }

    function _breach(int128 equity) private view returns (Attestation memory attestation) {
        attestation = _attest(ACCOUNT, SEQUENCE, Purpose.Liquidate);
        (attestation.equity, attestation.actionHash) = (equity, bytes32(0));
    }

    /// @notice What the attestation says, but for the cash.
    function _subject(
        Attestation memory attestation,
        int128 priorCash,
        int128 cash_
    ) private pure returns (Subject memory) {
        return
            Subject({
                purpose: attestation.purpose,
                account: ACCOUNT,
                sequence: SEQUENCE,
                priorBookHash: BOOK,
                bookHash: BOOK,
                priorCash: priorCash,
                cash: cash_,
                actionHash: attestation.actionHash
            });
    }

    function _gate(Attestation memory attestation, int128 priorCash, int128 cash_) private returns (bytes32) {
        return bare.gate(attestation, _signed(attestation), _subject(attestation, priorCash, cash_));
    }

    function _expectRefused(bytes memory refusal, Attestation memory attestation) private {
        _expectRefused(refusal, attestation, 0, 0);
    }

    function _expectRefused(
        bytes memory refusal,
        Attestation memory attestation,
        int128 priorCash,
        int128 cash_
    ) private {
        Signatures memory signatures = _signed(attestation);
        Subject memory subject = _subject(attestation, priorCash, cash_);
        vm.expectRevert(refusal);
        bare.gate(attestation, signatures, subject);
    }
}
