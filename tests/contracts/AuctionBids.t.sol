// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {AuctionFixture} from "./support/AuctionFixture.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {AccountState, Attestation, Row, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Bids on a solvent account.
contract AuctionBidTests is AuctionFixture {
    /// @notice E = 90 and MM = 100, twelve seconds after the opening: Carol takes one fraction of rows and cash, and
    /// pays f * E * d.
    function test_BidAttested_OfTheLargestSlice_MovesTheSameFractionOfEverything() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        // d = 0.98 - 0.28 * 12 / 900 = 0.976267 (the fall of 3,733 millionths is floored).
        (uint32 discount, ) = auction.price(aliceAccount, uint64(block.timestamp));
        assertEq(uint256(discount), 976_267, "discount");
        // (115 - 90) / (115 - 90 * 0.023733) = 22.1506 %, rounded up.
        uint32 fraction = auction.largestFraction(90e6, 100e6, discount);
        assertEq(uint256(fraction), 221_506, "fraction");
        Row[] memory taken = new Row[](3);
        taken[0] = _row(_perpetual(), 44_301_200, SPOT, 0);
        taken[1] = _row(_call(), 66_451_800, 0, 0);
        taken[2] = _row(_put, 44_301_200, 0, 0);

        // Price floor(floor(90e6 * 0.976267) * 0.221506) = 19,461,977; cash 22,150,100 comes with the slice.
        _bid(fraction, 19_462_409, _debtorRows(), taken, 1_000e6 + 22_150_600 - 19_462_409, _liquidation(90e6, 100e6));

        Row[] memory left = new Row[](3);
        left[0] = _row(_perpetual(), 155_698_800, SPOT, 0);
        left[1] = _row(_call(), 233_548_200, 0, 0);
        left[2] = _row(_put, 155_698_800, 0, 0);
        assertEq(_bookOf(aliceAccount), _bookHash(aliceAccount, left), "debtor's book");
        assertEq(_bookOf(carolAccount), _bookHash(carolAccount, taken), "bidder's book");
        assertEq(int256(_cashOf(aliceAccount)), 100e6 - 22_150_600 + 19_462_409, "debtor's cash");
        assertEq(int256(_cashOf(carolAccount)), 1_000e6 + 22_150_600 - 19_462_409, "bidder's cash");
        assertEq(uint256(vault.openInterestOf(_perpetual()).long), 2e8, "open interest");
    }

    function test_BidAttested_OfMoreThanRestores_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);

        _expectBidRefused(
            221_507,
            1e12,
            abi.encodeWithSelector(ILiquidationAuction.FractionTooLarge.selector, uint32(221_507), uint32(221_506))
        );
    }

    /// @notice Below 1 % rounding could leave a small leg behind, slice after slice.
    function test_BidAttested_OfATinySlice_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);

        _expectBidRefused(
            9_999,
            1e12,
            abi.encodeWithSelector(ILiquidationAuction.FractionTooSmall.selector, uint32(9_999))
        );
    }

    function test_BidAttested_InTheOpeningRound_IsRefused() public {
        _open(90e6, 100e6);

        _expectBidRefused(100_000, 1e12, abi.encodeWithSelector(ILiquidationAuction.SameRound.selector, round));
    }

    function test_BidAttested_AboveTheBiddersLimit_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);

        // floor(87,864,030 * 0.1).
        _expectBidRefused(
            100_000,
            8_786_402,
            abi.encodeWithSelector(ILiquidationAuction.PriceAboveLimit.selector, int128(8_786_403))
        );
    }

    function test_BidAttested_OfARestoredAccount_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        Attestation memory liquidation = _liquidation(115e6, 100e6);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            _none(),
            0
        );

        _expectBidRefused(
            bid,
            liquidation,
            gate,
            carol,
            abi.encodeWithSelector(ILiquidationAuction.NotBelowMaintenance.selector, int128(115e6), uint128(100e6))
        );
    }

    function test_BidAttested_ForAnotherOwnersAccount_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            _none(),
            0
        );

        _expectBidRefused(
            bid,
            _liquidation(90e6, 100e6),
            gate,
            STRANGER,
            abi.encodeWithSelector(ILiquidationAuction.NotBidder.selector)
        );
    }

    /// @notice The debtor's second account cannot buy the slice for the bonus.
    function test_BidAttested_ByTheDebtor_IsRefused() public {
        vm.prank(alice);
        bytes32 second = vault.open(1);
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            _none(),
            0
        );
        bid.bidder = second;

        _expectBidRefused(
            bid,
            _liquidation(90e6, 100e6),
            gate,
            alice,
            abi.encodeWithSelector(ILiquidationAuction.BidderIsOwner.selector)
        );
    }

    function test_BidAttested_ThatLeavesTheBidderUnderMargin_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        Row[] memory taken = _tenth();
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            taken,
            1_000e6 + 10e6 - 8_786_403
        );
        gate.equity = 80e6 - 1;

        _expectBidRefused(
            bid,
            _liquidation(90e6, 100e6),
            gate,
            carol,
            abi.encodeWithSelector(IMarginVaultBase.InitialMarginNotMet.selector, int128(80e6 - 1), uint128(80e6))
        );
    }

    function test_BidAttested_OfAnotherSlicesGate_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            _tenth(),
            1_000e6 + 10e6 - 8_786_403
        );
        gate.actionHash = keccak256(abi.encode(aliceAccount, carolAccount, uint32(100_001)));

        _expectBidRefused(
            bid,
            _liquidation(90e6, 100e6),
            gate,
            carol,
            abi.encodeWithSelector(IMarginVaultBase.ActionMismatch.selector)
        );
    }

    /// @notice An attestation of the debtor before a slice says nothing about it afterwards.
    function test_BidAttested_WithASlicedDebtorsOldAttestation_IsRefused() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        Attestation memory liquidation = _liquidation(90e6, 100e6);
        _bid(100_000, 1e12, _debtorRows(), _tenth(), 1_000e6 + 10e6 - 8_786_403, liquidation);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            _none(),
            0
        );

        _expectBidRefused(
            bid,
            liquidation,
            gate,
            carol,
            abi.encodeWithSelector(
                IMarginVaultBase.SequenceMismatch.selector,
                liquidation.sequence,
                liquidation.sequence + 1
            )
        );
    }

    /// @notice Equity below 10 is dust: the whole account goes, and the auction ends.
    function test_BidAttested_OfADustAccount_TakesTheWhole() public {
        _open(9e6, 100e6);
        _nextRound(SPOT, 0);

        // floor(9e6 * 0.976267).
        _bid(1e6, 8_786_403, _debtorRows(), _debtorRows(), 1_000e6 + 100e6 - 8_786_403, _liquidation(9e6, 100e6));

        (, , , AccountState state) = vault.state(aliceAccount);
        assertEq(_bookOf(aliceAccount), _bookHash(aliceAccount, _none()), "book");
        assertEq(int256(_cashOf(aliceAccount)), 8_786_403, "cash");
        assertTrue(state == AccountState.Active, "active");
        assertEq(uint256(auction.auctionOf(aliceAccount).startedAt), 0, "closed");
    }

    function test_BidAttested_AfterEquityIsGone_AsksForAProof() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            100_000,
            1e12,
            _debtorRows(),
            _none(),
            0
        );

        _expectBidRefused(
            bid,
            _liquidation(-1, 100e6),
            gate,
            carol,
            abi.encodeWithSelector(ILiquidationAuction.EquityChangedSign.selector, int128(-1))
        );
    }

    function _tenth() private view returns (Row[] memory taken) {
        taken = new Row[](3);
        taken[0] = _row(_perpetual(), 2e7, SPOT, 0);
        taken[1] = _row(_call(), 3e7, 0, 0);
        taken[2] = _row(_put, 2e7, 0, 0);
    }

    function _expectBidRefused(uint32 fraction, int128 maxPrice, bytes memory reason) private {
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            fraction,
            maxPrice,
            _debtorRows(),
            _none(),
            0
        );
        _expectBidRefused(bid, _liquidation(90e6, 100e6), gate, carol, reason);
    }

    function _expectBidRefused(
        ILiquidationAuction.Bid memory bid,
        Attestation memory liquidation,
        Attestation memory gate,
        address by,
        bytes memory reason
    ) private {
        Signatures memory signatures = _signed(liquidation);
        Signatures memory gateSignatures = _signed(gate);
        vm.prank(by);
        vm.expectRevert(reason);
        auction.bidAttested(bid, liquidation, signatures, gate, gateSignatures);
    }
}
