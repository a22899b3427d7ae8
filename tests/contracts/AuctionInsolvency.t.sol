// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {AuctionFixture} from "./support/AuctionFixture.sol";
import {TradeFixture} from "./support/TradeFixture.sol";
import {HostileToken} from "./support/Tokens.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {
    AccountState,
    Attestation,
    Purpose,
    Row,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Deficits: insurance, reserve, haircut, and who is paid for taking them.
contract AuctionInsolvencyTests is AuctionFixture {
    function test_OpenAttested_WithoutEquity_TakesInsuranceFirst() public {
        _fundInsurance(30e6);

        _open(-50e6, 100e6);

        (uint128 insurance, uint128 shortfall) = vault.insuranceAndShortfall();
        (, , , AccountState state) = vault.state(aliceAccount);
        assertTrue(state == AccountState.Insolvent, "insolvent");
        assertEq(uint256(insurance), 0, "insurance");
        assertEq(uint256(shortfall), 20e6, "shortfall");
        assertEq(uint256(auction.auctionOf(aliceAccount).reserved), 50e6, "reserved");
    }

    /// @notice The vault holds 111,100 for all credit and lacks 20, so an exit of 1,000 pays 1,000 * 111,100 / 111,120.
    function test_WithdrawFlat_WhileAShortfallIsReserved_IsCutProRata() public {
        _open(-20e6, 100e6);

        vm.prank(carol);
        vault.withdrawFlat(WithdrawRequest(carolAccount, 0, 1_000e6, RECIPIENT));

        (, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(cash.balanceOf(RECIPIENT), 999_820_014, "paid");
        assertEq(uint256(shortfall), 20e6 - (1_000e6 - 999_820_014), "shortfall left");
    }

    function test_FundInsurance_WhileAShortfallIsReserved_CoversItFirst() public {
        _open(-20e6, 100e6);

        _fundInsurance(25e6);

        (uint128 insurance, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(uint256(insurance), 5e6, "insurance");
        assertEq(uint256(shortfall), 0, "shortfall");
    }

    /// @notice A queued exit of 60 left the account; its own deficit of 50 takes it back, and nothing is reserved.
    function test_OpenAttested_WithoutEquity_RecallsQueuedExits() public {
        _queueExit(60e6);

        _open(-50e6, 100e6);

        assertEq(int256(_cashOf(aliceAccount)), 100e6, "cash");
        assertEq(uint256(auction.auctionOf(aliceAccount).reserved), 0, "reserved");
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.ExitUnknown.selector, 1));
        vault.finaliseWithdraw(1);
    }

    /// @notice A crash inside the delay: the exit waits while its account is in auction.
    function test_FinaliseWithdraw_OfAnAccountInAuction_IsRefused() public {
        _queueExit(60e6);
        vm.warp(block.timestamp + 6 hours);
        _nextRound(SPOT, 0);
        _open(90e6, 100e6);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.AccountFrozen.selector, AccountState.Auction));
        vault.finaliseWithdraw(1);
    }

    /// @notice After half of 60 minutes g is 0.5: a tenth of the account earns 0.1 * (50 + 0.5 * 100) = 10, of which 5
    /// were reserved. Carol also takes a tenth of the cash of 100.
    function test_BidAttested_OfADeficit_PaysTheTaker() public {
        _open(-50e6, 100e6);
        vm.warp(block.timestamp + 30 minutes - ROUND_LENGTH);
        _nextRound(SPOT, 0);
        Row[] memory taken = new Row[](3);
        taken[0] = _row(_perpetual(), 2e7, SPOT, 0);
        taken[1] = _row(_call(), 3e7, 0, 0);
        taken[2] = _row(_put, 2e7, 0, 0);

        _bid(100_000, -10e6, _debtorRows(), taken, 1_020e6, _liquidation(-50e6, 100e6));

        (, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(int256(_cashOf(aliceAccount)), 90e6, "debtor's cash");
        assertEq(int256(_cashOf(carolAccount)), 1_020e6, "taker's cash");
        assertEq(uint256(auction.auctionOf(aliceAccount).reserved), 45e6, "reserved");
        assertEq(uint256(shortfall), 55e6, "shortfall: 50 for the deficit, 5 for the premium");
    }

    function test_BidAttested_OfAWholeDeficit_EndsWithNothingOwed() public {
        _open(-50e6, 100e6);
        _nextRound(SPOT, 0);
        // g = 12 s of 3,600: 3,333 millionths of 100, so 0.3333 beside the 50.
        _bid(1e6, -50_333_300, _debtorRows(), _debtorRows(), 1_150_333_300, _liquidation(-50e6, 100e6));

        (, uint128 shortfall) = vault.insuranceAndShortfall();
        (, , int128 held, AccountState state) = vault.state(aliceAccount);
        assertTrue(state == AccountState.Active, "active");
        assertEq(int256(held), 0, "cash");
        assertEq(uint256(shortfall), 50_333_300, "realised");
    }

    function test_ProveAttested_OfADeeperDeficit_ReservesTheDifference() public {
        _open(-50e6, 100e6);
        _nextRound(SPOT, 0);

        _prove(-70e6, 100e6);

        assertEq(uint256(auction.auctionOf(aliceAccount).reserved), 70e6, "reserved");
    }

    function test_ProveAttested_OfRegainedEquity_ReleasesTheReserve() public {
        _fundInsurance(30e6);
        _open(-50e6, 100e6);
        _nextRound(SPOT, 0);

        _prove(10e6, 100e6);

        (uint128 insurance, uint128 shortfall) = vault.insuranceAndShortfall();
        (, , , AccountState state) = vault.state(aliceAccount);
        assertTrue(state == AccountState.Auction, "auction");
        assertEq(uint256(insurance), 30e6, "insurance");
        assertEq(uint256(shortfall), 0, "shortfall");
    }

    function test_ProveAttested_OfRegainedMargin_ReleasesTheAccount() public {
        _open(-50e6, 100e6);
        _nextRound(SPOT, 0);

        _prove(100e6, 100e6);

        (, , , AccountState state) = vault.state(aliceAccount);
        assertTrue(state == AccountState.Active, "active");
        assertEq(uint256(auction.auctionOf(aliceAccount).startedAt), 0, "closed");
    }

    function test_Close_OfAnInsolventAccount_IsRefused() public {
        _open(-50e6, 100e6);
        vm.warp(block.timestamp + 1 days);

        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.LeaseLive.selector, type(uint64).max));
        auction.close(aliceAccount);
    }

    /// @notice The token refuses the debtor: the slice moves balances inside the vault only.
    function test_BidAttested_OfABlacklistedDebtor_Works() public {
        _open(9e6, 100e6);
        _nextRound(SPOT, 0);
        cash.misbehave(HostileToken.Mode.Blacklist, alice, "");

        _bid(1e6, 8_786_403, _debtorRows(), _debtorRows(), 1_000e6 + 100e6 - 8_786_403, _liquidation(9e6, 100e6));

        assertEq(uint256(vault.accountOf(aliceAccount).rowsCount), 0, "rows");
    }

    function _queueExit(uint128 amount) private {
        WithdrawRequest memory request = WithdrawRequest(aliceAccount, 0, amount, RECIPIENT);
        Attestation memory attestation = _withdrawal(request);
        Signatures memory signatures = _signed(attestation);
        vm.prank(alice);
        vault.requestWithdraw(request, attestation, signatures);
    }

    function _fundInsurance(uint128 amount) private {
        cash.mint(address(this), amount);
        cash.approve(address(vault), amount);
        vault.fundInsurance(amount);
    }
}

/// @title A debtor whose only row settles at a loss while it is in auction.
contract AuctionSettledDebtorTests is TradeFixture {
    /// @notice Cash of 1,000 and a future bought at 50,000 that settles at 48,000: a debt of 1,000. The 500 that were
    /// reserved for it are released and the debt itself is realised.
    function test_Close_OfASettledDebtor_RealisesItsDebt() public {
        _deposit(aliceAccount, 1_000e6);
        _deposit(bobAccount, 100_000e6);
        _openPosition(_future(), 1e8, SPOT, 0);
        Attestation memory attestation = _attestation(aliceAccount, Purpose.Liquidate);
        (attestation.equity, attestation.maintenanceMargin) = (-500e6, 100e6);
        auction.openAttested(aliceAccount, attestation, _signed(attestation));
        vm.warp(EXPIRY);
        _registerSettlement(EXPIRY, 48_000e8);
        vault.settle(aliceAccount, _one(_row(_future(), 1e8, SPOT, 0)));

        auction.close(aliceAccount);

        (, , int128 held, AccountState state) = vault.state(aliceAccount);
        (, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(int256(held), 0, "cash");
        assertTrue(state == AccountState.Active, "active");
        assertEq(uint256(shortfall), 1_000e6, "shortfall");
    }
}
