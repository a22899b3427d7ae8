// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedDouble} from "./support/FeedDouble.sol";
import {ReentrantOwner, VerboseOwner} from "./support/MisbehavingOwners.sol";
import {PlainToken, RebasingToken} from "./support/Tokens.sol";
import {TradeFixture} from "./support/TradeFixture.sol";
import {MarketRegistry} from "../../contracts/MarketRegistry.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "../../contracts/interfaces/IReferenceFeed.sol";
import {IVaultTrading} from "../../contracts/interfaces/IVaultTrading.sol";
import {Capability} from "../../contracts/interfaces/IModelRegistry.sol";
import {
    Attestation,
    CashExit,
    Fill,
    Purpose,
    Row,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Attacks on withdrawals, trades and settlement that no other test of the vault tries. THREATS.md lists all.
contract VaultThreatTests is TradeFixture {
    WithdrawRequest private _request;

    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 500_000e6);
        _deposit(bobAccount, 100_000e6);
        _request = WithdrawRequest(aliceAccount, 0, 10_000e6, RECIPIENT);
    }

    /// @notice Two rounds may be used for 24 s after the second; the sequence lets one of two attestations through.
    function test_Withdraw_WithTheSecondOfTwoAttestations_IsRefused() public {
        Attestation memory first = _withdrawal(_request);
        _nextRound(SPOT, 0);
        Attestation memory second = _withdrawal(_request);
        second.cash = first.cash - 10_000e6;
        _withdraw(first);

        _expectRefused(
            second,
            abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, uint64(0), uint64(1))
        );
    }

    function test_Withdraw_OfARoundNotYetRegistered_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.round = round + 1;

        _expectRefused(attestation, abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, round + 1, round));
    }

    function test_Withdraw_WithARenewedAttestation_Pays() public {
        Attestation memory attestation = _withdrawal(_request);
        attestation.validUntil = NOW;
        vm.warp(NOW + 1);
        _expectRefused(attestation, abi.encodeWithSelector(IMarginVerifier.AttestationExpired.selector, NOW));
        attestation.validUntil = NOW + 60;

        _withdraw(attestation);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
    }

    function test_Withdraw_AfterAnotherModelWasAdopted_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        bytes32 before = modelId;
        bytes32 stricter = _scheduleModel(Capability.DISPUTE, 2);
        vm.prank(TIMELOCK);
        vault.adoptModel(stricter);

        _expectRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.ModelMismatch.selector, before, stricter));
    }

    function test_Withdraw_OfTheLargestAmount_IsRefusedNotWrapped() public {
        _request.amount = type(uint128).max;

        _expectRefused(
            _withdrawal(_request),
            abi.encodeWithSelector(
                IMarginVaultBase.QuantityTooLarge.selector,
                int256(500_000e6) - int256(uint256(type(uint128).max))
            )
        );
    }

    /// @notice The registry's code with an uptime feed takes the place of the one without, over the same rounds.
    function test_Withdraw_WhileTheSequencerIsDown_IsRefused() public {
        FeedDouble uptime = new FeedDouble(0);
        uptime.set(1, NOW - 1 days, NOW);
        IMarketRegistry.Limits memory limits = IMarketRegistry.Limits(12, 5, 24, 60, 24, 6 hours, 1, 0);
        MarketRegistry watched = new MarketRegistry(
            TIMELOCK,
            GUARDIAN,
            verifier,
            IReferenceFeed(address(uptime)),
            limits
        );
        vm.etch(address(market), address(watched).code);

        _expectRefused(_withdrawal(_request), abi.encodeWithSelector(IMarketRegistry.SequencerDown.selector));
    }

    function test_Clear_OfAnOrderSignedForAnotherChain_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        vm.chainId(block.chainid + 1);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 0));
    }

    /// @notice Carol has no order in the batch: a change of hers would only spoil her sequence and her block interval.
    function test_Clear_WithABystandersChange_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        _addChange(batch, carolAccount, _none(), _none(), 0, Purpose.Trade);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.AccountWithoutFill.selector, carolAccount));
    }

    /// @notice An order that no fill uses is not consent to a change either.
    function test_Clear_OfAnUnfilledOrdersAccount_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.fills = new Fill[](0);
        batch.changes[0].attestation.actionHash = _actionHash(batch);
        _resign(batch.changes[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.AccountWithoutFill.selector, aliceAccount));
    }

    function test_Clear_WithFewerSignaturesThanOrders_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        bytes memory only = batch.signatures[0];
        batch.signatures = new bytes[](1);
        batch.signatures[0] = only;

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 1));
    }

    function test_Clear_OfAFillBeyondTheOrders_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.fills[0].sellOrder = type(uint16).max;
        _expectRefused(
            batch,
            abi.encodeWithSelector(IMarginVaultBase.OrderMissing.selector, uint256(type(uint16).max))
        );

        (batch.fills[0].sellOrder, batch.fills[0].buyOrder) = (1, 2);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderMissing.selector, 2));
    }

    /// @notice Dust on top of the largest equity leaves its type.
    function test_Clear_ThatReducesWithEquityBeyondItsType_IsRefused() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(SPOT, 0);
        Batch memory batch = _closeBatch();
        batch.changes[0].attestation.purpose = Purpose.Reduce;
        batch.changes[0].attestation.equity = type(int128).max;
        _resign(batch.changes[0]);
        _deposit(aliceAccount, 1);

        _expectRefused(
            batch,
            abi.encodeWithSelector(IMarginVaultBase.QuantityTooLarge.selector, int256(type(int128).max) + 1)
        );
    }

    /// @notice The owner may cancel its orders, but not from within the question whether it signed one.
    function test_Clear_OfAContractOwnerThatCallsBack_ChangesNothingThere() public {
        ReentrantOwner owner = new ReentrantOwner(vault);

        _clear(_batchOf(owner.account()));

        assertEq(uint256(vault.openInterestOf(_perpetual()).long), 1e8, "cleared");
        assertTrue(owner.cancelOrders(), "nothing was cancelled");
    }

    function test_Clear_OfAContractOwnerWithAnEndlessAnswer_IsRefusedCheaply() public {
        Batch memory batch = _batchOf(new VerboseOwner(vault).account());

        (bytes memory answer, uint256 gasUsed) = _refusalOf(_encoded(batch));

        bytes memory expected = abi.encodeWithSelector(IMarginVaultBase.OrderSignatureRejected.selector, 0);
        assertEq(answer, expected, "reason");
        assertAtMost(gasUsed, 300_000, "gas");
    }

    /// @notice An array that claims 2^32 fills, more than the calldata holds.
    function test_Clear_OfAnArrayLongerThanTheCalldata_IsRefusedCheaply() public {
        bytes memory data = _encoded(_openBatch(_perpetual(), 1e8, SPOT, 0));
        assembly ("memory-safe") {
            let arguments := add(data, 0x24)
            mstore(add(arguments, mload(arguments)), shl(32, 1))
        }

        (bytes memory answer, uint256 gasUsed) = _refusalOf(data);

        assertEq(answer, "", "no reason but the decoder's");
        assertAtMost(gasUsed, 20_000, "gas");
    }

    function test_DepositCollateral_OfARebasingToken_IsRefused() public {
        RebasingToken token = new RebasingToken();
        vm.prank(TIMELOCK);
        vault.registerAsset("REB", address(token), 1_000e8);
        token.mint(alice, 100e8);
        vm.startPrank(alice);
        token.approve(address(vault), 100e8);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.DeltaMismatch.selector, 100e8, 101e8));
        vault.depositCollateral(aliceAccount, 1, 100e8);
        vm.stopPrank();
    }

    function test_Donation_OfCash_CreditsNobody() public {
        cash.mint(address(vault), 5e6);

        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.CashWouldBeNegative.selector, int128(-1)));
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 500_000e6 + 1, RECIPIENT));
    }

    /// @notice The cap counts tokens held, so whoever gives away what is left of it stops deposits until it is raised.
    function test_Donation_UpToTheCap_StopsDepositsAtItsDonorsCost() public {
        cash.mint(address(vault), 1e18 - 600_000e6);
        cash.mint(address(this), 1);
        cash.approve(address(vault), 1);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.DepositCapExceeded.selector, 1e18 + 1, uint128(1e18)));
        vault.deposit(aliceAccount, 1);
        vm.prank(TIMELOCK);
        vault.setDepositCap(0, 2e18);
        vault.deposit(aliceAccount, 1);

        assertEq(int256(_cashOf(aliceAccount)), 500_000e6 + 1, "cash");
    }

    /// @notice The guardian may lower a cap to zero (G2). That stops new money, and nothing that lowers risk.
    function test_SetDepositCap_ToZeroByTheGuardian_LeavesReductionsAndExits() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(SPOT, 0);
        Batch memory batch = _closeBatch();
        for (uint256 i = 0; i < 2; ++i) {
            batch.changes[i].attestation.purpose = Purpose.Reduce;
            _setPriorExcess(batch, i, -1_000_000e6);
        }
        vm.prank(GUARDIAN);
        vault.setDepositCap(0, 0);

        _clear(batch);
        vm.prank(alice);
        vault.withdrawFlat(_request);

        assertEq(cash.balanceOf(RECIPIENT), 10_000e6, "paid");
        cash.mint(address(this), 1);
        cash.approve(address(vault), 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.DepositCapExceeded.selector, 590_000e6 + 1, uint128(0))
        );
        vault.deposit(aliceAccount, 1);
    }

    /// @notice Without publishers the reference settles, six hours after the expiry and not a second before.
    function test_Settle_WithoutPublishersForSixHours_TakesTheReference() public {
        _openPosition(_future(), 2e8, SPOT, 0);
        Row[] memory rows = _one(_row(_future(), 2e8, SPOT, 0));
        vm.warp(EXPIRY + 6 hours - 1);
        feed.set(51_000e8, 0, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.SettlementMissing.selector, _future()));
        vault.settle(aliceAccount, rows);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SettlementTooEarly.selector, EXPIRY + 6 hours));
        market.settleFromReference(BTC, EXPIRY);
        vm.warp(EXPIRY + 6 hours);

        market.settleFromReference(BTC, EXPIRY);
        vault.settle(aliceAccount, rows);

        assertEq(int256(_cashOf(aliceAccount)), 502_000e6, "settled at 51,000");
    }

    /// @notice A unit of collateral keeps a debt from being written off; the auction reserves it all the same.
    function test_RealiseBadDebt_BehindDustCollateral_IsReservedByTheAuction() public {
        PlainToken token = new PlainToken(8);
        vm.prank(TIMELOCK);
        vault.registerAsset("ETH", address(token), 1_000e8);
        _openPosition(_future(), 60e8, SPOT, 0);
        vm.warp(EXPIRY);
        _registerSettlement(EXPIRY, 40_000e8);
        vault.settle(aliceAccount, _one(_row(_future(), 60e8, SPOT, 0)));
        token.mint(alice, 1);
        vm.startPrank(alice);
        token.approve(address(vault), 1);
        vault.depositCollateral(aliceAccount, 1, 1);
        vm.stopPrank();
        vm.expectRevert(IMarginVaultBase.NoBadDebt.selector);
        vault.realiseBadDebt(aliceAccount);
        _nextRound(40_000e8, 0);
        Attestation memory breach = _attestation(aliceAccount, Purpose.Liquidate);
        breach.equity = -100_000e6;

        auction.openAttested(aliceAccount, breach, _signed(breach));

        (, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(uint256(shortfall), 100_000e6, "reserved");
    }

    function _withdraw(Attestation memory attestation) private {
        Signatures memory signatures = _signed(attestation);
        CashExit memory exit = _cashExit(_request, attestation, signatures.bitmap);
        vm.prank(alice);
        vault.withdrawAttested(exit, _quorum(signatures));
    }

    function _expectRefused(Attestation memory attestation, bytes memory reason) private {
        Signatures memory signatures = _signed(attestation);
        CashExit memory exit = _cashExit(_request, attestation, signatures.bitmap);
        vm.prank(alice);
        vm.expectRevert(reason);
        vault.withdrawAttested(exit, _quorum(signatures));
    }

    /// @notice A contract owner's account buys one perpetual from Bob, with an empty signature.
    function _batchOf(bytes32 account) private returns (Batch memory batch) {
        batch = _aliceBuys(_perpetual(), 1e8, SPOT);
        batch.orders[0].account = account;
        batch.signatures[0] = "";
        _addChange(batch, account, _none(), _one(_row(_perpetual(), 1e8, SPOT, 0)), 0, Purpose.Trade);
        _addChange(batch, bobAccount, _none(), _one(_row(_perpetual(), -1e8, SPOT, 0)), 100_000e6, Purpose.Trade);
    }

    function _encoded(Batch memory batch) private view returns (bytes memory) {
        return
            abi.encodeCall(IVaultTrading.clear, (batch.fills, batch.orders, batch.signatures, batch.changes, sections));
    }

    function _refusalOf(bytes memory data) private returns (bytes memory answer, uint256 gasUsed) {
        bool done;
        uint256 before = gasleft();
        (done, answer) = address(vault).call(data);
        gasUsed = before - gasleft();
        assertTrue(!done, "refused");
    }
}
