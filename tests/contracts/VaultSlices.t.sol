// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./support/TradeFixture.sol";
import {PlainToken} from "./support/Tokens.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {Attestation, MarginTags, Purpose, Row, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Slices that meet a row of the taker, or collateral: half of Alice's account to Carol.
contract VaultSliceTests is TradeFixture {
    uint32 private constant HALF = 500_000;
    /// @notice floor(floor(90e6 * 0.976267) / 2): half of an equity of 90, twelve seconds after the opening.
    int128 private constant COST = 43_932_015;

    /// @notice Where the perpetual's index stands: it cannot go back in a round.
    int64 private _fundingIndex;

    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 10_000e6);
        _deposit(bobAccount, 100_000e6);
        _deposit(carolAccount, 1_000e6);
        _openPosition(_perpetual(), 2e8, SPOT, 0);
    }

    /// @notice Carol is short 1 from 51,000 since the index stood at 30; Alice's half is long 1 from 50,000 since 0.
    /// Netting pays her the 1,000 between the entries, less 30 of funding that Alice's row had not paid yet.
    function test_ApplySlice_OntoAnOppositeRow_NetsItAtBothEntries() public {
        vm.warp(NOW + 1 hours);
        _fundingIndex = 30e12;
        _nextRound(51_000e8, _fundingIndex);
        _carolSellsOneToBob();
        _nextRound(51_000e8, _fundingIndex);
        Row[] memory carols = _one(_row(_perpetual(), -1e8, 51_000e8, 30e12));

        _sellHalf(carols, _bookHash(carolAccount, _none()), 6_970e6 - COST);

        assertEq(int256(_cashOf(carolAccount)), 6_970e6 - COST, "taker's cash");
        assertEq(int256(_cashOf(aliceAccount)), 5_000e6 + COST, "debtor's cash");
        assertEq(
            _bookOf(aliceAccount),
            _bookHash(aliceAccount, _one(_row(_perpetual(), 1e8, SPOT, 0))),
            "debtor's book"
        );
        IMarginVaultBase.OpenInterest memory interest = vault.openInterestOf(_perpetual());
        assertEq(uint256(interest.long), 1e8, "long interest");
        assertEq(uint256(interest.short), 1e8, "short interest");
    }

    /// @notice 10.000001 of a token with 6 decimals: half is 5.0000005, so the taker gets 5.000001.
    function test_ApplySlice_OfCollateral_KeepsWholeBaseUnits() public {
        PlainToken ripple = new PlainToken(6);
        vm.prank(TIMELOCK);
        vault.registerAsset("XRP", address(ripple), 1_000e8);
        ripple.mint(alice, 10_000_001);
        vm.startPrank(alice);
        ripple.approve(address(vault), 10_000_001);
        vault.depositCollateral(aliceAccount, 1, 1_000_000_100);
        vm.stopPrank();
        _nextRound(SPOT, 0);
        Row[] memory half = _one(_row(_perpetual(), 1e8, SPOT, 0));

        _sellHalf(_none(), _bookWithRipple(carolAccount, half, 500_000_100), 6_000e6 - COST);

        assertEq(uint256(vault.collateralOf(carolAccount, 1)), 500_000_100, "taken");
        assertEq(uint256(vault.collateralOf(aliceAccount, 1)), 500_000_000, "left");
        assertEq(_bookOf(aliceAccount), _bookWithRipple(aliceAccount, half, 500_000_000), "debtor's book");
    }

    function test_ApplySlice_ByAnyoneElse_IsRefused() public {
        IMarginVaultBase.SliceSale memory sale = IMarginVaultBase.SliceSale(aliceAccount, carolAccount, HALF, 0);
        Attestation memory gate = _attestation(carolAccount, Purpose.Trade);
        Signatures memory signatures = _signed(gate);

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.OnlyAuction.selector, address(this)));
        vault.applySlice(sale, _none(), _none(), gate, signatures);
    }

    /// @notice Bob's short of 2 from 50,000 receives 60 of funding and loses 1,000 on the unit that he buys back.
    function _carolSellsOneToBob() private {
        Batch memory batch = _pair(bobAccount, BOB_KEY, carolAccount, CAROL_KEY, _perpetual(), 1e8, 51_000e8);
        _addChange(
            batch,
            bobAccount,
            _one(_row(_perpetual(), -2e8, SPOT, 0)),
            _one(_row(_perpetual(), -1e8, SPOT, 30e12)),
            99_060e6,
            Purpose.Trade
        );
        Row[] memory short = _one(_row(_perpetual(), -1e8, 51_000e8, 30e12));
        _addChange(batch, carolAccount, _none(), short, 1_000e6, Purpose.Trade);
        _clear(batch);
    }

    /// @notice Opens the auction on an equity of 90, and sells half in the next round.
    function _sellHalf(Row[] memory takersRows, bytes32 takersBook, int128 takersCash) private {
        Attestation memory breach = _breach();
        auction.openAttested(aliceAccount, breach, _signed(breach));
        _nextRound(SPOT, _fundingIndex);
        ILiquidationAuction.Bid memory bid = ILiquidationAuction.Bid(
            aliceAccount,
            carolAccount,
            HALF,
            COST,
            _one(_row(_perpetual(), 2e8, SPOT, 0)),
            takersRows
        );
        breach = _breach();
        Attestation memory gate = _attestation(carolAccount, Purpose.Trade);
        (gate.bookHash, gate.cash) = (takersBook, takersCash);
        gate.actionHash = keccak256(abi.encode(aliceAccount, carolAccount, HALF));
        Signatures memory signatures = _signed(breach);
        Signatures memory gateSignatures = _signed(gate);
        vm.prank(carol);
        auction.bidAttested(bid, breach, signatures, gate, gateSignatures);
    }

    function _breach() private view returns (Attestation memory breach) {
        breach = _attestation(aliceAccount, Purpose.Liquidate);
        (breach.equity, breach.maintenanceMargin) = (90e6, 100e6);
    }

    function _bookWithRipple(bytes32 account, Row[] memory rows, uint256 amount) private view returns (bytes32) {
        bytes32 collateral = keccak256(abi.encode(MarginTags.COLLATERAL, 1, bytes32("XRP"), amount << 128));
        return keccak256(abi.encode(MarginTags.BOOK, address(vault), account, _rowsHash(rows), collateral));
    }
}
