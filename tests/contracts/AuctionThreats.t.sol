// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {AuctionFixture} from "./support/AuctionFixture.sol";
import {PlainToken} from "./support/Tokens.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {Attestation, CashExit, Row, Signatures, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Attacks on liquidation and on the shortfall that no other test of the auction tries. THREATS.md lists all.
contract AuctionThreatTests is AuctionFixture {
    /// @notice The debtor moves its book by a unit of collateral. Each costs it a transaction, and an attestation of
    /// the book as it then is opens; only a witness will make the dodge pointless.
    function test_OpenAttested_AfterTheOwnersDustCollateral_NeedsTheNewBook() public {
        Attestation memory attestation = _liquidation(90e6, 100e6);
        Signatures memory signatures = _signed(attestation);
        _addDustCollateral();

        vm.expectRevert(
            abi.encodeWithSelector(
                IMarginVaultBase.SequenceMismatch.selector,
                attestation.sequence,
                attestation.sequence + 1
            )
        );
        auction.openAttested(aliceAccount, attestation, signatures);
        _open(90e6, 100e6);

        assertTrue(auction.auctionOf(aliceAccount).startedAt != 0, "opened");
    }

    /// @notice Two of three rows would pass as a small book, which may be sold whole; the vault knows the third.
    function test_BidAttested_WithoutTheHedgeLeg_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        Row[] memory rows = _debtorRows();
        Row[] memory legs = _two(rows[0], rows[1]);

        _expectBidRefused(
            1e6,
            legs,
            90e6,
            100e6,
            abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, _rowsHash(legs), _rowsHash(rows))
        );
    }

    /// @notice A stranger's deposit moves the debtor's cash and equity; three floors can cost the taker two
    /// micro-units, so a taker who has two less attested cannot be kept out by dust.
    function testFuzz_BidAttested_AfterAStrangersDust_PassesWithTwoUnitsToSpare(
        uint128 dust,
        uint128 oddCash,
        uint128 oddEquity
    ) public {
        dust = (dust % 1e6) + 1;
        _deposit(aliceAccount, (oddCash % 1_000) + 1);
        int128 equity = 90e6 - int128(oddEquity % 1_000);
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        Attestation memory liquidation = _liquidation(equity, 100e6);
        Row[] memory tenth = _tenth();
        int128 cashAfter = _cashAfterATenth(equity) - 2;
        _deposit(aliceAccount, dust);

        _bid(100_000, 1e12, _debtorRows(), tenth, cashAfter, liquidation);

        assertEq(_bookOf(carolAccount), _bookHash(carolAccount, tenth), "taken");
    }

    /// @notice A gate attested to the last micro-unit: the dust raises the price by one and the tenth of the cash,
    /// which was rounded up already, by none.
    function test_BidAttested_ToTheLastUnitAfterAStrangersDust_IsRefused() public {
        _deposit(aliceAccount, 5);
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        Attestation memory liquidation = _liquidation(90e6 - 1, 100e6);
        int128 cashAfter = 1_000e6 + 10_000_001 - 8_786_402;
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            _tenth(),
            cashAfter
        );
        Signatures memory signatures = _signed(liquidation);
        Signatures memory gateSignatures = _signed(gate);
        _deposit(aliceAccount, 1);

        vm.prank(carol);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.CashBelowAttested.selector, cashAfter - 1, cashAfter));
        auction.bidAttested(bid, liquidation, signatures, gate, gateSignatures);
    }

    /// @notice Insurance of 20 against a deficit of 50 leaves 30 uncovered, against tokens of 111,120: an exit of 100
    /// in that very block pays 100 * 111,120 / 111,150, floored.
    function test_Withdraw_InTheBlockThatExhaustsTheInsurance_IsCut() public {
        cash.mint(address(this), 20e6);
        cash.approve(address(vault), 20e6);
        vault.fundInsurance(20e6);
        WithdrawRequest memory request = WithdrawRequest(carolAccount, 0, 100e6, RECIPIENT);
        Attestation memory attestation = _withdrawal(request);
        Signatures memory signatures = _signed(attestation);
        _open(-50e6, 100e6);

        CashExit memory exit = _cashExit(request, attestation, signatures.bitmap);
        vm.prank(carol);
        vault.withdrawAttested(exit, _quorum(signatures));

        (uint128 insurance, uint128 shortfall) = vault.insuranceAndShortfall();
        assertEq(cash.balanceOf(RECIPIENT), 99_973_009, "paid");
        assertEq(uint256(insurance), 0, "insurance");
        assertEq(uint256(shortfall), 30e6 - 26_991, "what the exit bore is covered");
    }

    /// @notice While a shortfall is reserved, a micro-unit pays the floor of less than one.
    function test_WithdrawFlat_OfOneUnitManyTimesUnderAShortfall_HarvestsNothing() public {
        _open(-50e6, 100e6);
        for (uint256 i = 0; i < 20; ++i) {
            vm.prank(carol);
            vault.withdrawFlat(WithdrawRequest(carolAccount, 0, 1, RECIPIENT));
        }

        assertEq(cash.balanceOf(RECIPIENT), 0, "paid");
        assertEq(int256(_cashOf(carolAccount)), 1_000e6 - 20, "cash");
    }

    function test_OpenAttested_OfADeficitBeyondTheReserve_IsRefusedNotTruncated() public {
        int128 deficit = int128(1) << 64;
        Attestation memory attestation = _liquidation(-deficit, 100e6);
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(
            abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, uint8(64), uint256(1) << 64)
        );
        auction.openAttested(aliceAccount, attestation, signatures);
    }

    /// @notice 2^127 is negative as an int128. The premium on it wraps to almost 2^128, which no reserve takes.
    function test_BidAttested_OfAMaintenanceBeyondItsType_IsRefusedNotTruncated() public {
        _open(-50e6, 100e6);
        _nextRound(SPOT, 0);
        uint128 maintenance = uint128(1) << 127;
        // g = 12 s of 3,600, floored: 3,333 millionths; then a tenth; both floored from minus 2^127.
        int256 premium = -((int256(uint256(maintenance)) * 3_333 + 999_999) / 1e6);
        int256 part = (premium * 100_000 - 999_999) / 1e6;
        uint256 reserve = 50e6 + uint256(uint128(uint256(part)));

        _expectBidRefused(
            100_000,
            _debtorRows(),
            -50e6,
            maintenance,
            abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, uint8(64), reserve)
        );
    }

    function _expectBidRefused(
        uint32 fraction,
        Row[] memory rows,
        int128 equity,
        uint128 maintenance,
        bytes memory reason
    ) private {
        Attestation memory liquidation = _liquidation(equity, 100e6);
        liquidation.maintenanceMargin = maintenance;
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(fraction, 1e12, rows, _none(), 0);
        Signatures memory signatures = _signed(liquidation);
        Signatures memory gateSignatures = _signed(gate);
        vm.prank(carol);
        vm.expectRevert(reason);
        auction.bidAttested(bid, liquidation, signatures, gate, gateSignatures);
    }

    /// @notice Carol's 1,000 and a tenth of the debtor's cash, less the price: d is 0.976267 after 12 s of 15 minutes.
    function _cashAfterATenth(int128 equity) private view returns (int128) {
        return 1_000e6 + (_cashOf(aliceAccount) + 9) / 10 - ((equity * 976_267) / 1e6) / 10;
    }

    function _tenth() private view returns (Row[] memory taken) {
        taken = new Row[](3);
        taken[0] = _row(_perpetual(), 2e7, SPOT, 0);
        taken[1] = _row(_call(), 3e7, 0, 0);
        taken[2] = _row(_put, 2e7, 0, 0);
    }

    function _addDustCollateral() private {
        PlainToken token = new PlainToken(8);
        vm.prank(TIMELOCK);
        vault.registerAsset("ETH", address(token), 1_000e8);
        token.mint(alice, 1);
        vm.startPrank(alice);
        token.approve(address(vault), 1);
        vault.depositCollateral(aliceAccount, 1, 1);
        vm.stopPrank();
    }
}
