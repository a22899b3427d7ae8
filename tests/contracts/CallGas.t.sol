// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {IVaultTrading} from "../../contracts/interfaces/IVaultTrading.sol";
import {Attestation, Purpose, Row, Signatures, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";
import {AuctionFixture} from "./support/AuctionFixture.sol";
import {ModelFixture} from "./support/ModelFixture.sol";
import {TransactionGas} from "./support/TransactionGas.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";

/// @title Gas of the other calls as whole transactions with the token's part. Each ceiling is 1 % above what was
/// measured, so that a costlier change shows.
/// forge-config: default.isolate = true
contract CallGasTests is AuctionFixture, TransactionGas {
    function test_Open_OfAnAccount() public {
        bytes memory data = abi.encodeCall(IMarginVault.open, (1));

        _assertCeiling(_gasOf(alice, address(vault), data), 114_700, "open");
    }

    function test_Deposit_ToAnAccountInUse() public {
        cash.mint(address(this), 2e6);
        cash.approve(address(vault), 2e6);
        bytes memory data = abi.encodeCall(IMarginVault.deposit, (aliceAccount, 1e6));

        _assertCeiling(_gasOf(address(this), address(vault), data), 59_200, "deposit");
    }

    function test_WithdrawFlat_OfCash() public {
        cash.mint(RECIPIENT, 1);
        WithdrawRequest memory request = WithdrawRequest(carolAccount, 0, 1e6, RECIPIENT);
        bytes memory data = abi.encodeCall(IVaultExits.withdrawFlat, (request));

        _assertCeiling(_gasOf(carol, address(vault), data), 57_900, "withdrawFlat");
    }

    function test_RequestWithdraw_OfCash() public {
        WithdrawRequest memory request = WithdrawRequest(bobAccount, 0, 1_000e6, RECIPIENT);
        Attestation memory attestation = _withdrawal(request);
        bytes memory data = abi.encodeCall(IVaultExits.requestWithdraw, (request, attestation, _signed(attestation)));

        _assertCeiling(_gasOf(bob, address(vault), data), 226_600, "requestWithdraw");
    }

    function test_Clear_OfOneFillThatOpens() public {
        Batch memory batch = _pair(carolAccount, CAROL_KEY, bobAccount, BOB_KEY, _future(), 1e8, SPOT);
        Row[] memory bobRows = _bobRows();
        Row[] memory bobAfter = new Row[](4);
        (bobAfter[0], bobAfter[1]) = (bobRows[0], _row(_future(), -1e8, SPOT, 0));
        (bobAfter[2], bobAfter[3]) = (bobRows[1], bobRows[2]);
        Row[] memory carolAfter = _one(_row(_future(), 1e8, SPOT, 0));
        _addChange(batch, carolAccount, _none(), carolAfter, _cashOf(carolAccount), Purpose.Trade);
        _addChange(batch, bobAccount, bobRows, bobAfter, _cashOf(bobAccount), Purpose.Trade);
        bytes memory data = abi.encodeCall(
            IVaultTrading.clear,
            (batch.fills, batch.orders, batch.signatures, batch.changes, sections)
        );

        _assertCeiling(_gasOf(STRANGER, address(vault), data), 339_800, "clear of one fill");
    }

    function test_Settle_OfTwoOptions() public {
        vm.warp(EXPIRY);
        _registerSettlement(EXPIRY, 53_000e8);
        bytes memory data = abi.encodeCall(IVaultTrading.settle, (aliceAccount, _debtorRows()));

        _assertCeiling(_gasOf(STRANGER, address(vault), data), 87_900, "settle of two rows of three");
    }

    function test_OpenAttested_OfABreach() public {
        Attestation memory breach = _liquidation(90e6, 100e6);
        bytes memory data = abi.encodeCall(ILiquidationAuction.openAttested, (aliceAccount, breach, _signed(breach)));

        _assertCeiling(_gasOf(STRANGER, address(auction), data), 125_200, "openAttested");
    }

    /// @notice The slice of `test_BidAttested_OfTheLargestSlice_MovesTheSameFractionOfEverything`.
    function test_BidAttested_OfThreeRows() public {
        _open(90e6, 100e6);
        _nextRound(SPOT, 0);
        Row[] memory taken = new Row[](3);
        taken[0] = _row(_perpetual(), 44_301_200, SPOT, 0);
        taken[1] = _row(_call(), 66_451_800, 0, 0);
        taken[2] = _row(_put, 44_301_200, 0, 0);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            221_506,
            19_462_409,
            _debtorRows(),
            taken,
            1_000e6 + 22_150_600 - 19_462_409
        );
        Attestation memory breach = _liquidation(90e6, 100e6);
        Signatures memory signatures = _signed(breach);
        bytes memory data = abi.encodeCall(
            ILiquidationAuction.bidAttested,
            (bid, breach, signatures, gate, _signed(gate))
        );

        _assertCeiling(_gasOf(carol, address(auction), data), 243_700, "bidAttested of three rows");
    }

    function test_Register_OfOneUnderlying() public {
        vm.warp(block.timestamp + ROUND_LENGTH);
        vm.roll(block.number + 2);
        bytes memory data = _prepareRound(SPOT, 0);

        _assertCeiling(_gasOf(STRANGER, address(market), data), 134_400, "register");
    }

    /// @notice Bob holds the other side of Alice's rows.
    function _bobRows() private view returns (Row[] memory rows) {
        rows = new Row[](3);
        rows[0] = _row(_perpetual(), -2e8, SPOT, 0);
        rows[1] = _row(_call(), -3e8, 0, 0);
        rows[2] = _row(_put, -2e8, 0, 0);
    }
}

/// @title Gas of scheduling a model whose numbers are all compared with their ranges.
/// forge-config: default.isolate = true
contract ScheduleGasTests is ModelFixture, TransactionGas {
    /// @notice EIP-7825: no transaction may have more.
    uint256 private constant TRANSACTION_GAS = 16_777_216;

    function test_Schedule_OfATailModel() public {
        _assertCeiling(_gasOfSchedule(545, 1), 582_300, "schedule, 545 scenarios of one factor");
    }

    function test_Schedule_OfTheMostFactors_FitsATransaction() public {
        uint256 used = _gasOfSchedule(545, 64);

        _assertCeiling(used, 4_802_500, "schedule, 545 scenarios of 64 factors");
        assertAtMost(used, TRANSACTION_GAS, "one transaction");
    }

    function _gasOfSchedule(uint256 scenarios, uint256 factors) private returns (uint256) {
        IModelRegistry.ModelPlan memory plan = _planOf(_parameters(), _scenarios(scenarios, factors));
        return _gasOf(TIMELOCK, address(registry), abi.encodeCall(IModelRegistry.schedule, (plan)));
    }
}
